"""Django's registration of the site: start-up checks and the database's read-back."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "zhiqiang.site"
    label = "site"

    def ready(self) -> None:
        from zhiqiang.site import checks  # Django allows models to be imported only once it is ready

        checks.connect()
