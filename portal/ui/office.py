"""What the back offices of all areas share."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class LookOnly(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Rows that only actions write: mail, money, jobs, sign-ups, enrolments. Staff look, and act elsewhere."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))
