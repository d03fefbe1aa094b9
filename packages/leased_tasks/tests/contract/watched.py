"""Scripts that fail if, after their first write, they meet a key they have not met before.

While a cluster moves a slot, the first meeting with a key may be refused. So all meetings come
before the first write, or a task would be half moved.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from leased_tasks import scripts

GUARD = """
local real, met, written, reads = redis, {}, false, {}
for _, key in ipairs(KEYS) do met[key] = true end
local names = 'EXISTS GET HGET HGETALL HMGET LLEN SCARD ZCARD ZCOUNT ZMSCORE ZRANGE ZREVRANGE '
  .. 'ZSCORE'
for name in string.gmatch(names, '%a+') do reads[name] = true end
local redis = {pcall = real.pcall}
function redis.call(name, ...)
  if name == 'TIME' then return real.call(name) end
  for _, key in ipairs(name == 'EXISTS' and {...} or {(...)}) do
    if written and not met[key] then error(name .. ' meets ' .. key .. ' after the first write') end
    met[key] = true
  end
  written = written or not reads[name]
  return real.call(name, ...)
end
"""


@contextmanager
def watched_scripts() -> Iterator[None]:
    """Run the package's own scripts with the guard before them."""
    plain = scripts.source
    with pytest.MonkeyPatch.context() as patch:
        scripts.sha.cache_clear()
        patch.setattr(scripts, "source", lambda name: GUARD + plain(name))
        try:
            yield
        finally:
            scripts.sha.cache_clear()
