"""Made-up programmes: one that uses every part of a definition, one with few, one open at any time."""

FULL = """
code = "bridges"
version = 1
title = "廊桥修缮认定"
title_en = "Covered bridges"
clause = "T1.1.1"
summary = "修好的廊桥予以认定"
valid_from = 2023-01-01
applies_in = "rounds"

[applicant]
kinds = ["enterprise", "association"]
refused = { institution = "事业单位修桥另有渠道" }

[[applicant.condition]]
fact = "above_scale"
equals = true
otherwise = "请先入规"

[[applicant.condition]]
fact = "finished_on"
at_least = 2020-01-01
otherwise = "2020年以后完工的才可申报"

[[field]]
code = "firm"
title = "单位名称"
type = "text"
prefill = "organisation_title"

[[field]]
code = "bridge"
title = "桥名"
type = "text"
required = true

[[field]]
code = "story"
title = "修缮经过"
type = "long_text"

[[field]]
code = "size"
title = "规模"
type = "choice"
required = true
choices = [{ code = "long", title = "长桥" }, { code = "short", title = "短桥" }]

[[field]]
code = "finished_on"
title = "完工日期"
type = "date"
required = true

[[field]]
code = "cost"
title = "造价"
type = "money"

[[field]]
code = "accepted"
title = "已验收"
type = "yes_no"
required = true
filled_by = "officer"

[[document]]
code = "photo"
title = "照片"

[[document]]
code = "letter"
title = "来信"
required = false

[[stage]]
code = "check"
roles = ["city_officer"]
clock = "programme.check"

[[stage]]
code = "review"
roles = ["city_officer"]
clock = "programme.review"

[[stage]]
code = "visit"
roles = ["city_officer"]
clock = "programme.visit"

[[stage]]
code = "decide"
roles = ["city_officer", "city_verifier"]
clock = "programme.decide"

[[stage]]
code = "notice"
roles = ["city_officer"]
clock = "programme.publish"

[review]
reviewers = 2
blind = true
spread = 20
minimum_coverage = 0.6

[[criterion]]
code = "wood"
title = "木作"
points = 60

[[criterion]]
code = "roof"
title = "瓦作"
points = 40

[notice]
clock = "programme.notice"

[quota]
at_most = 2
basis = "setting"

[recognition]
subject = "place"
named_by = "bridge"
title = "名桥"
validity_months = "programme.validity.champion"
certificate = false

[[recognition.levels]]
code = "b"
title = "乙等"

[[recognition.levels]]
code = "a"
title = "甲等"

[[recognition.levels.condition]]
fact = "size"
equals = "long"
otherwise = "短桥最高为乙等"

[[recognition.grounds]]
code = "accident"
title = "垮塌"

[[recognition.grounds]]
code = "no_report"
title = "未报年度报告"
"""

PLAIN = """
code = "lamps"
version = 1
title = "河灯认定"
title_en = "Lamps"
clause = "T1.1.1"
summary = "河灯"
valid_from = 2023-01-01
applies_in = "rounds"

[applicant]
kinds = ["enterprise"]

[[field]]
code = "lamp"
title = "灯名"
type = "text"
required = true

[[stage]]
code = "check"
roles = ["city_officer"]
clock = "programme.check"

[[stage]]
code = "decide"
roles = ["city_verifier"]
clock = "programme.decide"

[recognition]
subject = "product"
named_by = "lamp"
title = "名灯"
certificate = false
"""

ANY_TIME = """
code = "wells"
version = 1
title = "水井登记"
title_en = "Wells"
clause = "T1.1.1"
summary = "水井"
valid_from = 2023-01-01
applies_in = "any_time"

[applicant]
kinds = ["enterprise"]

[[field]]
code = "well"
title = "井名"
type = "text"
required = true

[[stage]]
code = "check"
roles = ["city_officer"]
clock = "programme.check"

[[stage]]
code = "decide"
roles = ["city_verifier"]
clock = "programme.decide"

[[stage]]
code = "notice"
roles = ["city_officer"]
clock = "programme.publish"

[notice]
clock = "programme.notice"

[recognition]
subject = "place"
named_by = "well"
title = "名井"
certificate = false
"""
