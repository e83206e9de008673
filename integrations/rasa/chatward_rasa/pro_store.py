"""What a tracker store of Rasa Pro can do besides, passed on to the store that stands inside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rasa.shared.core.trackers import DialogueStateTracker


class MoreOfPro:
    """Passes on what Rasa Pro's parent class has and would answer itself."""

    _inner: Any
    _fit: Callable[[DialogueStateTracker], Awaitable[DialogueStateTracker | None]]
    _whole: Callable[[DialogueStateTracker | None], Awaitable[DialogueStateTracker | None]]

    async def delete(self, sender_id: str) -> None:
        """Delete a conversation."""
        await self._inner.delete(sender_id)

    async def update(self, tracker: DialogueStateTracker, *args: Any, **kwargs: Any) -> None:
        """Replace a conversation; one that cannot be made fit to rest stays as it is."""
        fit = await self._fit(tracker)
        if fit is not None:
            await self._inner.update(fit, *args, **kwargs)

    async def count_conversations(self, *args: Any, **kwargs: Any) -> int:
        """Return how many conversations there are."""
        count: int = await self._inner.count_conversations(*args, **kwargs)
        return count

    async def get_trackers_by_user_id(self, *args: Any, **kwargs: Any) -> Any:
        """Return somebody's conversations."""
        found = await self._inner.get_trackers_by_user_id(*args, **kwargs)
        return [await self._whole(each) for each in found]

    async def get_serialized_trackers_by_user_id(self, *args: Any, **kwargs: Any) -> Any:
        """Return somebody's conversations as they rest."""
        return await self._inner.get_serialized_trackers_by_user_id(*args, **kwargs)

    @property
    def engine_version(self) -> Any:
        """Return which engine the conversations are of."""
        return self._inner.engine_version

    @engine_version.setter
    def engine_version(self, version: Any) -> None:
        self._inner.engine_version = version

    @property
    def use_permissive_slots(self) -> bool:
        """Tell whether slots come into being as they are set."""
        return bool(self._inner.use_permissive_slots)

    @use_permissive_slots.setter
    def use_permissive_slots(self, permissive: bool) -> None:
        self._inner.use_permissive_slots = permissive
