"""Signing in: the first time, with a second factor, after too many mistakes; and what signed-out people see."""

import http.client
import re
from contextlib import closing
from urllib.parse import urlencode

import pytest
from tests.journeys.conftest import Arrive
from tests.journeys.served import Site

from zhiqiang.site.demo.people import NEWCOMER, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEW_PASSWORD = "Chengde+shiyi-yue7"
ELSEWHERE = "127.0.0.2"
MISTAKES = 5


def test_a_newcomer_chooses_a_password_before_anything_else(arrive: Arrive) -> None:
    newcomer = arrive()
    newcomer.open("/desk/")
    newcomer.look("login")
    newcomer.sign_in(NEWCOMER)
    newcomer.reads("首次登录，请先改密码")
    newcomer.sees("10 个字符")
    newcomer.look("first-password")
    newcomer.fill(old_password=PASSWORD, new_password1="123456", new_password2="123456")
    newcomer.press("保存新密码")
    newcomer.sees("还有内容要改，没有保存")
    newcomer.sees("再输一次新密码：你的密码必须包含至少 10 个字符")
    newcomer.look("first-password-refused")
    newcomer.open("/goals/")
    newcomer.reads("首次登录，请先改密码")
    newcomer.fill(old_password=PASSWORD, new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    newcomer.press("保存新密码")
    newcomer.sees("密码已改")
    assert newcomer.page.url.endswith("/goals/")
    newcomer.open("/desk/")
    newcomer.look("desk-newcomer")


def test_who_verifies_gives_a_code_and_a_wrong_one_is_explained(arrive: Arrive) -> None:
    verifier = arrive()
    verifier.open("/desk/")
    verifier.fill(username="pingquan-verifier", password=PASSWORD)
    verifier.press("登录")
    verifier.reads("输入动态码")
    verifier.look("second-factor")
    verifier.open("/goals/")
    verifier.reads("输入动态码")
    verifier.fill(code=verifier.page.locator("b.secret").inner_text())
    verifier.press("继续")
    assert verifier.page.url.endswith("/goals/")
    verifier.open("/desk/")
    verifier.look("desk-verifier")
    stranger = arrive()
    stranger.open("/login/")
    stranger.fill(username="yudaokou-ranch-verifier", password=PASSWORD)
    stranger.press("登录")
    stranger.fill(code="000000")
    stranger.press("继续")
    stranger.sees("动态码不对")
    stranger.look("second-factor-refused")


def test_five_mistakes_pause_that_name_from_that_place_only(arrive: Arrive, site: Site) -> None:
    guesser = arrive()
    guesser.open("/login/")
    for _mistake in range(MISTAKES - 1):
        guesser.sign_in("kuancheng", "not-the-password")
        guesser.sees("用户名或密码不对")
    guesser.look("login-refused")
    guesser.sign_in("kuancheng", "not-the-password")
    guesser.reads("登录已暂停")
    guesser.sees("分钟后才能再试")
    guesser.look("locked")
    guesser.open("/login/")
    guesser.sign_in("kuancheng")
    guesser.reads("登录已暂停")
    assert _signs_in_from(ELSEWHERE, site, "kuancheng")
    assert "/desk/" in arrive("fengning").page.url


def test_whoever_is_signed_out_is_led_back_to_where_they_were_going(arrive: Arrive) -> None:
    officer = arrive()
    officer.open("/goals/indicator/food_pass_rate/?unit=130825")
    officer.reads("登录")
    officer.sign_in("officer")
    assert officer.page.url.endswith("/goals/indicator/food_pass_rate/?unit=130825")
    officer.page.locator("details.menu summary").click()
    officer.press("退出登录")
    officer.open("/desk/")
    officer.reads("登录")


def _signs_in_from(address: str, site: Site, user: str) -> bool:
    """Sign in without a browser, from another address of this machine."""
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, source_address=(address, 0))) as line:
        line.request("GET", "/login/")
        answer = line.getresponse()
        cookie = str(answer.getheader("Set-Cookie")).split(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
        assert token is not None
        body = urlencode({"csrfmiddlewaretoken": token[1], "username": user, "password": PASSWORD})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/login/", body, headers)
        answered = line.getresponse()
        answered.read()
        return answered.status == 302 and answered.getheader("Location") == "/desk/"
