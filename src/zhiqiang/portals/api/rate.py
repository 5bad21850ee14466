"""How often one caller may ask: a counter a minute in this process, so a guard against haste, not against attack."""

from django.core.cache import cache

from zhiqiang.foundation import clock


def seconds_to_wait(caller: str, most: int) -> int:
    """Count one request of this caller; 0 while at most `most` came in this minute, else seconds until the next."""
    now = clock.now()
    counter = f"rate:{caller}:{now:%Y%m%d%H%M}"
    cache.add(counter, 0, timeout=120)
    try:
        count = cache.incr(counter)
    except ValueError:  # the cache dropped the counter between the two calls
        return 0
    return 0 if count <= most else 60 - now.second
