"""The door of every page of volunteering's back office: permission first, then reach (places and zones)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from wagtail.permission_policies import ModelPermissionPolicy

from portal.ui.office import OfficeViewSet
from volunteers.models import Shift
from volunteers.models.shifts import ShiftQuerySet
from volunteers.queries.rights import Reach, reach_of


def reach_once(user: Any) -> Reach:
    """The reach of the user of a request, read once: Wagtail asks policies again for every entry of its menu."""
    if not hasattr(user, "_reach_in_volunteering"):
        user._reach_in_volunteering = reach_of(user)
    reach: Reach = user._reach_in_volunteering
    return reach


def admitted(request: HttpRequest, permission: str) -> Reach:
    """The reach of whoever asks. Raises PermissionDenied where they lack `permission`."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return reach_once(request.user)


def shift_within(request: HttpRequest, pk: int, permission: str, shifts: ShiftQuerySet | None = None) -> Shift:
    """The shift, for whoever holds `permission` and reaches it. Raises PermissionDenied, or Http404 where it is not."""
    reach = admitted(request, permission)
    shift = (Shift.objects.all() if shifts is None else shifts).filter(pk=pk).first()
    if shift is None:
        raise Http404
    if not reach.has(shift):
        raise PermissionDenied
    return shift


class NothingIsDeleted(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """A shift is cancelled, a place or role is no longer used; their past stays."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class ForTheWholeHouse(NothingIsDeleted):
    """What all places share, roles for one, is changed by those who look after all of them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(super().user_has_permission(user, action)) and (action == "view" or reach_once(user).everywhere)


class WithinReach(OfficeViewSet):
    """Lists what lies within reach, and opens nothing else: edit, inspection, history and usage alike."""

    def within(self, reach: Reach) -> QuerySet[Any]:
        """The rows within `reach`."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.within(reach_once(request.user))

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()
        for pattern in patterns:
            if "pk" in pattern.pattern.converters:
                pattern.callback = self.guarded(pattern.callback)
        return patterns

    def guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """`view`, unless its row lies out of reach."""

        @wraps(view)
        def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            rows = self.model._default_manager.filter(pk=kwargs["pk"])
            if rows.exists() and not self.get_queryset(request).filter(pk=kwargs["pk"]).exists():
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded_view
