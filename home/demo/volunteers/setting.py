"""Where volunteers meet and what they do. Places are public ones; nobody's address is made up."""

import datetime as dt
from typing import Any

from portal.people.models import Qualification
from volunteers.models import Place, Role

OFFICE, HOSPITAL, EXPO = "事務所（西神田）", "千代田区内の病院", "東京ビッグサイト"
KURAMAE, HAMACHO, HIBIYA = "沿道 蔵前橋（20キロ）", "沿道 浜町（30キロ）", "沿道 日比谷（39キロ）"

PLACES: list[dict[str, Any]] = [
    {
        "name_ja": OFFICE,
        "name_en": "Our office (Nishi-Kanda)",
        "address_ja": "東京都千代田区西神田",
        "address_en": "Nishi-Kanda, Chiyoda, Tokyo",
        "meeting_point_ja": "1階の入口。はじめての方は「ボランティアです」と声をかけてください。",
        "meeting_point_en": "The entrance on the ground floor. If it is your first time, just say that you volunteer.",
        "lat": 35.6995,
        "lng": 139.7537,
    },
    {
        "name_ja": HOSPITAL,
        "name_en": "A hospital in Chiyoda",
        "meeting_point_ja": "総合案内の前。担当者が、前日に病院の名前をお電話でお伝えします。",
        "meeting_point_en": "At the information desk. The lead calls you the day before with the name of the hospital.",
        "discreet": True,
    },
    {
        "name_ja": EXPO,
        "name_en": "Tokyo Big Sight",
        "address_ja": "東京都江東区有明",
        "address_en": "Ariake, Kōtō, Tokyo",
        "meeting_point_ja": "りんかい線 国際展示場駅の改札を出たところ。",
        "meeting_point_en": "Just outside the ticket gates of Kokusai-Tenjijō station (Rinkai line).",
        "lat": 35.6298,
        "lng": 139.7943,
    },
    {
        "name_ja": KURAMAE,
        "name_en": "Roadside, Kuramae Bridge (20 km)",
        "address_ja": "東京都台東区蔵前",
        "address_en": "Kuramae, Taitō, Tokyo",
        "meeting_point_ja": "蔵前橋の西のたもと。青い旗が目印です。",
        "meeting_point_en": "The west end of Kuramae Bridge. Look for the blue flags.",
        "lat": 35.7013,
        "lng": 139.7936,
        "km": "20.0",
        "arrive_by": dt.time(9, 30),
        "leave_after": dt.time(13, 30),
        "travel_minutes": 40,
    },
    {
        "name_ja": HAMACHO,
        "name_en": "Roadside, Hamachō (30 km)",
        "address_ja": "東京都中央区日本橋浜町",
        "address_en": "Nihonbashi-Hamachō, Chūō, Tokyo",
        "meeting_point_ja": "浜町公園の入口。青い旗が目印です。",
        "meeting_point_en": "The entrance of Hamachō Park. Look for the blue flags.",
        "lat": 35.6890,
        "lng": 139.7880,
        "km": "30.0",
        "arrive_by": dt.time(10, 0),
        "leave_after": dt.time(14, 45),
        "travel_minutes": 40,
    },
    {
        "name_ja": HIBIYA,
        "name_en": "Roadside, Hibiya (39 km)",
        "address_ja": "東京都千代田区日比谷公園",
        "address_en": "Hibiya Park, Chiyoda, Tokyo",
        "meeting_point_ja": "日比谷公園の日比谷門。青い旗が目印です。",
        "meeting_point_en": "The Hibiya gate of Hibiya Park. Look for the blue flags.",
        "lat": 35.6749,
        "lng": 139.7595,
        "km": "39.0",
        "arrive_by": dt.time(10, 30),
        "leave_after": dt.time(16, 30),
        "travel_minutes": 30,
    },
]

ESCORT_BRIEFING = "escort-briefing"
# What people read and promise before they meet somebody in a delicate moment.
SILENCE = {
    "pledge_ja": "活動で見聞きしたことを、家族にも、SNSにも、活動が終わったあとも話しません。\n写真や録音をしません。",
    "pledge_en": "What I see and hear stays with me: I tell nobody, not at home and not on social media, also afterwards.\n"
    "I take no photographs and record nothing.",
}
GOING_ALONG = SILENCE | {
    "briefing_ja": "待ち合わせは病院の正面入口です。相手の方を名前ではなく番号札でお呼びします。\n\n"
    "診察室には入りません。お金は立て替えません。困ったときは、担当者の携帯にすぐお電話ください。",
    "briefing_en": "You meet at the main entrance. At the desk, use the number, not the name.\n\n"
    "You do not go into the consulting room, and you lend no money. When in doubt, ring the person in charge at once.",
    "briefing_months": 12,
    "insurance_needed": True,
}
ROLES: list[dict[str, Any]] = [
    {
        "slug": "food",
        "kind": Role.Kind.OFFICE,
        "name_ja": "食料の仕分け・袋詰め",
        "name_en": "Portioning food",
        "summary_ja": "届いた米、缶詰、野菜を仕分けて、一人分ずつ袋に詰めます。冷蔵庫の整理もします。座ってできる作業もあります。",
        "summary_en": "Sort rice, tins and vegetables as they arrive and pack them into bags for one person each. Some of the work can be done sitting.",
        "bring_ja": "動きやすい服、エプロン、飲み物",
        "bring_en": "Comfortable clothes, an apron, something to drink",
    },
    {
        "slug": "clothes",
        "kind": Role.Kind.OFFICE,
        "name_ja": "衣類の整理",
        "name_en": "Sorting clothes",
        "summary_ja": "寄付でいただいた衣類を、大きさと季節ごとに分けて棚に並べます。来所した方が選びやすいように整えます。",
        "summary_en": "Sort donated clothes by size and season and put them on the shelves, so that whoever comes can choose.",
        "languages_helpful": ["en", "fr", "fa"],
        "bring_ja": "動きやすい服、飲み物",
        "bring_en": "Comfortable clothes, something to drink",
    },
    {
        "slug": "translation-english",
        "kind": Role.Kind.INTERPRETING,
        "name_ja": "翻訳（英語）",
        "name_en": "Translating (English)",
        "summary_ja": "生活の案内やお知らせを、英語と日本語のあいだで翻訳します。二人一組で読み合わせます。",
        "summary_en": "Translate notices and guides to daily life between English and Japanese, reading each other's work in pairs.",
        "bring_ja": "あれば、ノートパソコン",
        "bring_en": "A laptop, if you have one",
        "languages": ["ja", "en"],
    },
    {
        "slug": "interpreting-french",
        "kind": Role.Kind.INTERPRETING,
        "name_ja": "通訳（フランス語）",
        "name_en": "Interpreting (French)",
        "summary_ja": "事務所での相談に同席し、フランス語と日本語を通訳します。聞いたことは外で話さない約束です。",
        "summary_en": "Interpret between French and Japanese when somebody comes for advice. What you hear stays in the room.",
        **SILENCE,
        "bring_ja": "メモ帳（終了後に事務所でお預かりします）",
        "bring_en": "A notepad (it stays at the office afterwards)",
        "minimum_age": 18,
        "languages": ["ja", "fr"],
    },
    {
        "slug": "hospital-english",
        "kind": Role.Kind.ESCORT,
        "name_ja": "病院同行（英語）",
        "name_en": "Going along to hospital (English)",
        "summary_ja": "病院の受付から会計までご一緒し、手続きを手伝います。診察室での通訳はしません。",
        "summary_en": "Stay with somebody from the reception desk to the till and help with the forms. You do not interpret in the consulting room.",
        **GOING_ALONG,
        "bring_ja": "マスク、飲み物、本人確認書類",
        "bring_en": "A mask, something to drink, proof of identity",
        "minimum_age": 18,
        "languages": ["ja", "en"],
        "qualifications": [ESCORT_BRIEFING],
    },
    {
        "slug": "hospital-french",
        "kind": Role.Kind.ESCORT,
        "name_ja": "病院同行（フランス語）",
        "name_en": "Going along to hospital (French)",
        "summary_ja": "病院の受付から会計までご一緒し、手続きを手伝います。診察室での通訳はしません。",
        "summary_en": "Stay with somebody from the reception desk to the till and help with the forms. You do not interpret in the consulting room.",
        **GOING_ALONG,
        "bring_ja": "マスク、飲み物、本人確認書類",
        "bring_en": "A mask, something to drink, proof of identity",
        "minimum_age": 18,
        "languages": ["ja", "fr"],
        "qualifications": [ESCORT_BRIEFING],
    },
    {
        "slug": "junior",
        "kind": Role.Kind.JUNIOR,
        "name_ja": "ジュニア体験の案内役",
        "name_en": "Guide for juniors",
        "summary_ja": "小学4年生から中学3年生の体験会で、食料の袋詰めを一緒にします。保護者の方も参加します。",
        "summary_en": "Pack food together with children from grade 4 to 9, who come with an adult for a first taste of volunteering.",
        "bring_ja": "動きやすい服、名札（お渡しします）",
        "bring_en": "Comfortable clothes; we give you a name badge",
        "minimum_age": 18,
    },
    {
        "slug": "junior-family",
        "kind": Role.Kind.JUNIOR,
        "name_ja": "ジュニアボランティア（親子）",
        "name_en": "Junior volunteers with an adult",
        "summary_ja": "小学4年生から中学3年生のお子さんと保護者の方が、一緒に食料を袋に詰めます。はじめに、日本に逃れてきた人たちのお話を聞きます。",
        "summary_en": "Children from grade 4 to the third year of middle school pack food together with an adult of their family. First they hear about people who have fled to Japan.",
        "bring_ja": "動きやすい服、飲み物、筆記用具",
        "bring_en": "Comfortable clothes, something to drink, something to write with",
        "adult_alongside": True,
        "grade_from": 4,
        "grade_until": 9,
    },
    {
        "slug": "expo-booth",
        "kind": Role.Kind.EVENT,
        "name_ja": "EXPOブースの案内",
        "name_en": "EXPO booth",
        "summary_ja": "東京マラソンEXPOのブースで、来場者に活動を紹介し、応援の旗を配ります。",
        "summary_en": "Tell visitors of the Tokyo Marathon EXPO what we do, and hand out flags for cheering.",
        "bring_ja": "歩きやすい靴、飲み物。Tシャツはお貸しします。",
        "bring_en": "Comfortable shoes, something to drink. We lend you a T-shirt.",
    },
    {
        "slug": "expo-english",
        "kind": Role.Kind.EVENT,
        "name_ja": "EXPOブースの案内（英語）",
        "name_en": "EXPO booth (English)",
        "summary_ja": "海外からのランナーに、英語で活動を紹介します。",
        "summary_en": "Tell runners from abroad, in English, what we do.",
        "bring_ja": "歩きやすい靴、飲み物。Tシャツはお貸しします。",
        "bring_en": "Comfortable shoes, something to drink. We lend you a T-shirt.",
        "languages": ["en"],
    },
    {
        "slug": "expo-flags",
        "kind": Role.Kind.EVENT,
        "name_ja": "応援の旗づくりコーナー",
        "name_en": "Corner for making flags",
        "summary_ja": "来場者といっしょに、沿道で振る旗に応援の言葉を書きます。",
        "summary_en": "Write words of cheer on flags together with visitors; they are waved along the course.",
        "bring_ja": "歩きやすい靴、飲み物。Tシャツはお貸しします。",
        "bring_en": "Comfortable shoes, something to drink. We lend you a T-shirt.",
    },
    {
        "slug": "cheering",
        "kind": Role.Kind.CHEERING,
        "name_ja": "沿道の応援",
        "name_en": "Cheering at the roadside",
        "summary_ja": "旗と声援で、チャリティランナーを応援します。ランナーの通過予想時刻の一覧をお渡しします。ご家族と一緒でも参加できます。",
        "summary_en": "Cheer our charity runners on with flags and voices. You get a list of when each of them comes by. Families are welcome.",
        "bring_ja": "あたたかい服、飲み物、小銭。トイレは早めにすませてください。",
        "bring_en": "Warm clothes, something to drink, some change. Find a toilet before the roads close.",
    },
]


def load_places() -> dict[str, Place]:
    """The six places by their Japanese name."""
    for fields in PLACES:
        Place.objects.update_or_create(name_ja=fields["name_ja"], defaults=fields)
    return {place.name_ja: place for place in Place.objects.filter(name_ja__in=[p["name_ja"] for p in PLACES])}


def load_roles() -> dict[str, Role]:
    """The roles by their short name, with the one qualification that some ask for."""
    briefing, _ = Qualification.objects.update_or_create(
        slug=ESCORT_BRIEFING,
        defaults={
            "name_ja": "同行ボランティアの事前説明",
            "name_en": "Briefing for going along",
            "how_ja": "毎月第1土曜の説明会（90分）に参加すると受けられます。",
            "how_en": "You get it at the briefing on the first Saturday of each month (90 minutes).",
            "page": "/contact/",
            "months_valid": 24,
        },
    )
    for wanted in ROLES:
        fields = {name: value for name, value in wanted.items() if name != "qualifications"}
        role, _made = Role.objects.update_or_create(slug=wanted["slug"], defaults=fields)
        role.qualifications.set([briefing] if wanted.get("qualifications") else [])
    return {role.slug: role for role in Role.objects.filter(slug__in=[role["slug"] for role in ROLES])}
