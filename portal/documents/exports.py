"""What Wagtail's lists write into spreadsheets: as neutral as our own files (sheets.neutral)."""

from typing import Any

from portal.ui.office import SnippetListView

from .sheets import neutral


class NeutralIndexView(SnippetListView):
    """A list with an export, as CSV or Excel, in which what people typed is never a formula."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        written = super().preprocess_field_value(field, value, export_format)
        return neutral(written) if isinstance(written, str) else written
