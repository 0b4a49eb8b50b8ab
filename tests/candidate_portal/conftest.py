"""A candidate with a talk in the portal's chat, and their browser."""

import pytest

from portal.conversations.models import ChannelType, Provider
from tests import factories
from tests.conversations.talks import a_channel, a_talk
from tests.examples import candidate_person


@pytest.fixture
def chat(company):
    return a_channel(ChannelType.WEBCHAT, provider=Provider.PORTAL, name="Web chat")


@pytest.fixture
def application(company):
    return factories.an_application(factories.a_candidate(), factories.a_job(company.client_id, title="Engineer"))


@pytest.fixture
def talk(application, chat):
    return a_talk(application, channel=chat)


@pytest.fixture
def me(application, browse):
    return browse(candidate_person(factories.an_account(application.candidate)))


@pytest.fixture
def stranger(company, browse):
    return browse(candidate_person(factories.an_account(factories.a_candidate())))
