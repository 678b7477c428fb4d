"""The two days of the 46th edition: seven lectures and a discussion, the first day online."""

import datetime as dt

# (day, begins, ends, Japanese, English, lecturer in Japanese, lecturer in English)
Item = tuple[int, str, str, str, str, str, str]
PROGRAMME: list[Item] = [
    (1, "10:00", "11:00", "難民とは、どんな人か", "Who is a refugee?", "支援団体スタッフ", "Staff of a support organisation"),
    (1, "11:10", "12:20", "日本の難民認定のしくみ", "How refugee recognition works in Japan", "弁護士", "A lawyer"),
    (1, "13:20", "14:30", "逃れてきた人の暮らしと生活支援", "Daily life after flight, and social support", "生活支援スタッフ", "Social workers"),
    (1, "14:40", "15:50", "仕事と定住: 地域でともに暮らす", "Work and settling: living in one neighbourhood", "就労支援スタッフ", "Employment support staff"),
    (2, "10:00", "11:00", "心とからだの健康を支える", "Health of mind and body", "医療ソーシャルワーカー", "A medical social worker"),
    (2, "11:10", "12:10", "世界の受け入れと日本の制度", "How the world receives refugees, and Japan's system", "研究者", "A researcher"),
    (2, "13:10", "14:20", "当事者の話を聞く", "Listening to somebody who fled", "難民としてのご経験のある方", "A speaker with experience of flight"),
    (2, "14:30", "16:30", "ディスカッション: 私にできること", "Discussion: what I can do", "全員", "Everybody"),
]  # fmt: skip
PLACE = {"place_ja": "都内の会場", "place_en": "A venue in Tokyo"}
NOTE_JA = "七つの講義とディスカッション。1日目はオンライン、2日目は都内の会場で行います。会場のくわしい場所は、受講する方にお知らせします。"
NOTE_EN = (
    "Seven lectures and a discussion. Day one is online, day two at a venue in Tokyo; enrolled people are told where."
)


def at(day: dt.date, clock: str, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=zone)


OUTCOMES_JA = """難民とはどんな人かを、条約にそって、自分のことばで説明できます
日本の難民認定のしくみと数字を、年と出典をそえて話せます
やさしい日本語で話し、通訳と一緒に働けます
聞いてはいけないこと、守るべきことがわかり、安心して支援の場に立てます
自分の地域・学校・職場で、次の一歩を企画できます"""
OUTCOMES_EN = """Explain in your own words, from the Convention, who is a refugee
Talk about recognition in Japan with figures that carry their year and source
Speak plain Japanese, and work together with an interpreter
Know what not to ask and what to protect, so that you can help with confidence
Plan a next step in your neighbourhood, school or workplace"""

SUMMARY_JA = (
    "難民について基礎から学び、支える側に立つための二日間の講座です。学生、会社員、主婦・主夫、どなたでも参加できます。"
)
SUMMARY_EN = "Two days to learn about refugees from the ground up and to become someone who stands with them. Students, employees, home-makers: everybody is welcome."
