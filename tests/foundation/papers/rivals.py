"""Driver: sixteen threads take numbers of one series at once, each failing once after it has taken one.

Run with ZHIQIANG_HOME set to an empty folder and how many numbers each takes; prints one line of JSON.
"""

import json
import os
import sys
import threading

import django

PEOPLE = 16


class ChangedMindError(Exception):
    """Raised after a number was taken: it must be given back."""


def change_mind(now: bool) -> None:
    if now:
        raise ChangedMindError


def main(each: int) -> None:
    from django.core.management import call_command
    from django.db import connections, transaction

    from zhiqiang.foundation.papers.actions import take_serial

    call_command("migrate", verbosity=0)
    taken: list[int] = []
    errors: list[str] = []
    gate, lock = threading.Barrier(PEOPLE), threading.Lock()
    given_back = 0

    def work() -> None:
        nonlocal given_back
        gate.wait()
        for turn in range(each + 1):
            try:
                with transaction.atomic():
                    number = take_serial("承质强", 2026)
                    change_mind(turn == each // 2)
            except ChangedMindError:
                with lock:
                    given_back += 1
            except Exception as error:  # noqa: BLE001 (any error is what the test looks for)
                with lock:
                    errors.append(f"{type(error).__name__}: {error}")
            else:
                with lock:
                    taken.append(number)
        connections.close_all()

    threads = [threading.Thread(target=work) for _n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = {
        "taken": len(taken), "doubles": len(taken) - len(set(taken)),
        "gaps": len(set(range(1, len(taken) + 1)) - set(taken)), "given_back": given_back, "errors": errors[:3],
    }  # fmt: skip
    print(json.dumps(found))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhiqiang.site.settings"
    django.setup()
    main(int(sys.argv[1]))
