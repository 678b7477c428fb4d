import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_migrations_made_is_there_again_after_a_transactional_test(time):
    assert Page.objects.filter(depth=1).count() == 1
    Page.get_first_root_node().add_child(instance=Page(title=time))  # its number is not taken
    assert Group.objects.filter(name="Coordinators").exists()
