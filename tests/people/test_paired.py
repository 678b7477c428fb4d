from django.utils import translation

from portal.people.models import Qualification


def test_a_paired_name_follows_the_language_and_falls_back():
    both = Qualification(name_ja="難民アシスタント", name_en="Refugee assistant")
    only_japanese = Qualification(name_ja="難民アシスタント")

    with translation.override("en"):
        assert (both.name, only_japanese.name) == ("Refugee assistant", "難民アシスタント")
    with translation.override("ja"):
        assert both.name == "難民アシスタント"
