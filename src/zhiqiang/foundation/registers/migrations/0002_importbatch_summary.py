from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="summary",
            field=models.JSONField(default=dict, verbose_name="识别结果"),
        ),
    ]
