"""Names of people: found by what stands around them and by lists of frequent names."""

# ruff: noqa: RUF001 (names in many scripts)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.detectors.detect import detect
from chatward.detectors.detector import detector_of
from chatward.detectors.held import Held
from chatward.detectors.personal.persons import person
from chatward.detectors.personal.persons.names import is_family, is_given, is_only_given
from chatward.detectors.registry import Detectors

PERSON = detector_of(person)
DETECTORS = Detectors((PERSON,), {PERSON.kind: PERSON.family})


def names_in(text):
    """Return the names found with a score that the shipped policy acts on."""
    seen = detect(DETECTORS, text)
    assert not seen.failed
    found = seen.findings.values()
    return {text[each.start : each.end] for each in found if each.score >= 0.5}


def score_of(text):
    return max(each.score for each in detect(DETECTORS, text).findings.values())


def case(language, text, name):
    return pytest.param(text, name, id=language)


INTRODUCTIONS = [
    case("english", "Hello, my name is Anna Kowalska and I need help", "Anna Kowalska"),
    case("english-shouted", "MY NAME IS ANNA KOWALSKA AND I NEED HELP", "ANNA KOWALSKA"),
    case("english-unknown", "my name is Xavantha Quorbit", "Xavantha Quorbit"),
    case("english-this-is", "Hi, this is Dr. Jane O'Neil speaking", "Jane O'Neil"),
    case("german", "Guten Tag, ich heiße Jürgen Müller-Lüdenscheidt", "Jürgen Müller-Lüdenscheidt"),
    case("french", "je m’appelle Élodie Dupont", "Élodie Dupont"),
    case("spanish", "me llamo María de la Cruz y vivo en Madrid", "María de la Cruz"),
    case("italian", "mi chiamo Giulia Rossi", "Giulia Rossi"),
    case("portuguese", "meu nome é João da Silva", "João da Silva"),
    case("dutch", "ik heet Pieter van den Berg", "Pieter van den Berg"),
    case("polish", "nazywam się Zbigniew Wiśniewski", "Zbigniew Wiśniewski"),
    case("swedish", "jag heter Åsa Lindqvist", "Åsa Lindqvist"),
    case("danish", "jeg hedder Søren Kjær", "Søren Kjær"),
    case("finnish", "nimeni on Aino Virtanen", "Aino Virtanen"),
    case("czech", "jmenuji se Petr Novák", "Petr Novák"),
    case("romanian", "mă numesc Andrei Popescu", "Andrei Popescu"),
    case("turkish", "benim adım Ayşe Yılmaz", "Ayşe Yılmaz"),
    case("russian", "меня зовут Анна Ковальская", "Анна Ковальская"),
    case("ukrainian", "мене звати Олена Шевченко", "Олена Шевченко"),
    case("greek", "με λένε Νίκος Παπαδόπουλος", "Νίκος Παπαδόπουλος"),
    case("vietnamese", "tôi tên là Nguyễn Thu Hà", "Nguyễn Thu Hà"),
    case("indonesian", "nama saya Budi Santoso", "Budi Santoso"),
    case("chinese", "你好，我叫王小明，我想查询订单", "王小明"),
    case("japanese", "私の名前は田中太郎です", "田中太郎"),
    case("japanese-humble", "佐藤花子と申します", "佐藤花子"),
    case("korean", "제 이름은 김민수입니다", "김민수"),
    case("hindi", "मेरा नाम अनीता शर्मा है", "अनीता शर्मा"),
    case("arabic", "اسمي أحمد علي وأريد المساعدة", "أحمد علي"),
    case("hebrew", "שמי דוד כהן", "דוד כהן"),
    case("thai", "ผมชื่อสมชาย ใจดี", "สมชาย ใจดี"),
]

LETTERS = [
    case("english", "Dear Ms Schmidt,", "Schmidt"),
    case("english-given", "Dear Anna,", "Anna"),
    case("german", "Sehr geehrter Herr Prof. Dr. von Hohenstein,", "von Hohenstein"),
    case("french", "Chère Madame Lefèvre,", "Lefèvre"),
    case("polish", "Szanowny Panie Kowalski,", "Kowalski"),
    case("russian", "Уважаемая Анна Ивановна!", "Анна Ивановна"),
    case("chinese", "尊敬的张先生，您好", "张"),
    case("signed", "Best regards,\nJan van der Berg", "Jan van der Berg"),
    case("signed-german", "Mit freundlichen Grüßen\n\nUte Quorbit", "Ute Quorbit"),
    case("signed-french", "Cordialement,\nJean-Pierre Martin", "Jean-Pierre Martin"),
    case("signed-russian", "С уважением,\nИван Петров", "Иван Петров"),
]

TIES = [
    case("field", "customer name - Maria de la Cruz", "Maria de la Cruz"),
    case("field-known", "Name: Nayla Montero", "Nayla Montero"),
    case("on-behalf", "I write on behalf of Tomasz Quorbit", "Tomasz Quorbit"),
    case("account-of", "the account of Maria Lopez", "Maria Lopez"),
    case("patient", "patient John Doe, born in May", "John Doe"),
    case("call", "please call Anna Schmidt back", "Anna Schmidt"),
    case("title", "Mr. Kozłowski will see you now", "Kozłowski"),
    case("title-initials", "Dr J. R. Quorbit will see you now", "J. R. Quorbit"),
    case("two-words", "the parcel of Peter Quorbit got lost", "Peter Quorbit"),
    case("possessive", "what is Patricia's address?", "Patricia"),
    case("doing", "Patricia said it was fine", "Patricia"),
    case("transcript", "Patricia: hello?\nBot: hi", "Patricia"),
]


@pytest.mark.parametrize(("text", "name"), [*INTRODUCTIONS, *LETTERS, *TIES])
def test_a_name_is_found_without_what_stands_around_it(text, name):
    assert name in names_in(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I'm Sorry, I'm Looking for it", id="a-mood"),
        pytest.param("I am Irish and Proud", id="a-nationality"),
        pytest.param("This is Google Chrome", id="a-product"),
        pytest.param("my name is on the list", id="a-place-on-a-list"),
        pytest.param("my name is misspelled", id="a-participle"),
        pytest.param("what is my name", id="a-question"),
        pytest.param("Dear Customer, Dear Sir or Madam, Dear Hiring Manager,", id="a-role"),
        pytest.param("Hello World, hi Team, hey Siri", id="a-greeting"),
        pytest.param("Best regards,\nThe Support Team", id="a-team"),
        pytest.param("Mit freundlichen Grüßen\nIhr Kundenservice", id="a-team-in-german"),
        pytest.param("name: Build and Test", id="a-label-of-a-job"),
        pytest.param("open from Monday to Friday in May and June", id="days-and-months"),
        pytest.param("Victoria Station, Washington University, Jordan River", id="places"),
        pytest.param("12 rue Catherine Besson, calle Juan Gris 4", id="streets"),
        pytest.param("267 John Lakes Suite 871", id="a-street-after-its-number"),
        pytest.param("Ms Word, Ms Excel and Dr Pepper", id="titles-in-products"),
        pytest.param("Grace Period: 30 days; Mark All As Read", id="words-that-are-names"),
        pytest.param("이용자입니다. 저는 고등학생입니다", id="a-pupil-in-korean"),
        pytest.param("我是高中生，我叫了一辆车", id="calling-a-car-in-chinese"),
        pytest.param("お客様のご注文", id="a-customer-in-japanese"),
    ],
)
def test_other_words_with_capitals_are_no_names(text):
    assert names_in(text) == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is anna", "anna"),
        ("my name is wojtek zielony.", "wojtek zielony"),
        ("hi, i'm anna", "anna"),
        ("can you tell mr smith that i called", "smith"),
    ],
)
def test_a_name_in_lower_case_counts_after_a_strong_cue_and_scores_less(text, name):
    assert names_in(text) == {name}
    assert 0.5 <= score_of(text) < score_of("My name is Anna")


def test_a_possessive_ends_a_name():
    assert names_in("my name is Anna's business") == {"Anna"}


def test_a_name_ends_where_the_sentence_does():
    assert names_in("My name is Anna. We met.") == {"Anna"}


def test_accents_may_be_left_out_of_a_known_name():
    assert is_given("Zdzisław")
    assert is_given("ZDZISLAW")
    assert is_family("Núñez")
    assert is_family("nunez")


def test_a_double_name_is_known_by_its_parts():
    assert is_given("Anne-Marie")
    assert not is_given("Per-Class")


def test_a_name_that_is_a_word_too_is_not_enough_by_itself():
    assert is_given("Mark")
    assert not is_only_given("Mark")
    assert names_in("Mark said so") == set()
    assert names_in("Mark Schmidt said so") == {"Mark Schmidt"}


@pytest.mark.parametrize("text", [text for text, _ in (each.values for each in INTRODUCTIONS)])
def test_what_is_held_back_begins_no_later_than_the_name_that_grows(text):
    name = next(iter(sorted(names_in(text), key=len, reverse=True)))
    place = text.index(name)
    for end in range(place + 1, place + len(name)):
        seen = detect(DETECTORS, text[:end], holding=Held(frozenset({"person"})))
        assert seen.open_from <= place


@given(
    text=st.text(
        alphabet=st.sampled_from("Anna Schmidt.,'-\nmy name is Dr ßéЯ王我叫है"), max_size=60
    )
)
def test_names_lie_inside_any_text_and_hold_letters(text):
    for name in names_in(text):
        assert any(char.isalpha() for char in name)
        assert name == name.strip()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("مرحباً، معكم خالد حداد من جدة", "خالد حداد", id="arabic"),
        pytest.param("שלום, מדבר דוד מזרחי. עברתי דירה", "דוד מזרחי", id="hebrew"),
        pytest.param("नमस्ते, मैं प्रिया वर्मा बोल रही हूँ", "प्रिया वर्मा", id="hindi"),
        pytest.param("안녕하세요, 이수빈입니다.", "이수빈", id="korean"),
        pytest.param("お世話になっております。田中です。", "田中", id="japanese"),
        pytest.param("tôi là Tuấn Lê", "Tuấn Lê", id="vietnamese"),
        pytest.param("The name on my ticket is Callum Moss", "Callum Moss", id="english"),
    ],
)
def test_a_name_is_found_after_a_greeting_of_its_language(text, name):
    assert name in names_in(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("مع التحية\nيوسف الحربي\nهاتف", "يوسف الحربي", id="arabic"),
        pytest.param("בברכה,\nנועה שפירא\nטל", "נועה שפירא", id="hebrew"),
        pytest.param("धन्यवाद\nराहुल जोशी\nफ़ोन", "राहुल जोशी", id="hindi"),
        pytest.param("此致\n赵芳\n手机", "赵芳", id="chinese"),
        pytest.param("よろしくお願いします。\n鈴木翔太\n電話", "鈴木翔太", id="japanese"),
        pytest.param("감사합니다.\n최서연\n연락처", "최서연", id="korean"),
    ],
)
def test_a_name_stands_under_the_closing_of_a_letter(text, name):
    assert name in names_in(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("أنا معكم في هذا الرأي", id="arabic-with-you"),
        pytest.param("مع التحية\nفريق الدعم", id="arabic-team"),
        pytest.param("בברכה,\nצוות השירות", id="hebrew-team"),
        pytest.param("मैं बहुत परेशान हूँ", id="hindi-i-am-upset"),
        pytest.param("谢谢\n客服中心", id="chinese-team"),
        pytest.param("감사합니다.\n지원팀", id="korean-team"),
        pytest.param("Kind regards,\nShop", id="english-shop"),
    ],
)
def test_an_office_and_ordinary_words_are_no_names(text):
    assert names_in(text) == set()
