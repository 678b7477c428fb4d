"""About us, what we do, how to reach us."""

from typing import Any

from .shape import Block, PageText, call, cards, heading, text

ABOUT = PageText(
    slug="about",
    title={"ja": "ともにについて", "en": "About Tomoni"},
    lead={
        "ja": "日本に逃れてきた人が、安全に、自分らしく暮らせるように。支える人をつなぐ場所です。",
        "en": "So that people who have fled to Japan can live here in safety and on their own feet: a place that brings together those who stand with them.",
    },
    body={
        "ja": [
            text(
                "ふるさとを追われ、日本にたどり着く人がいます。手続きの結果を待つあいだ、住まいも、仕事も、医療も、思うようにならない日が続きます。",
                "「ともに」は、その隣に立つ人のための場所です。手伝う人、走る人、学ぶ人、寄付する人が、ここで出会い、予定を立て、続けていきます。",
            ),
            cards(
                ("活動", "法的支援から冬の支援まで、11の活動を紹介します。", "/ja/about/activities/", "活動を見る"),
                ("お知らせ", "講座、冬の支援、ランナーの集まり。いま起きていること。", "/ja/news/", "お知らせを読む"),
                ("読書リスト", "日本の難民について書かれた71の記事や報告書。", "/ja/reading/", "リストを見る"),
                ("団体の一覧", "日本で難民を支える24の団体。", "/ja/organisations/", "団体を探す"),
                ("お金の行方", "集まった金額と、決済の記録との差を、いつでも確かめられます。", "/ja/integrity/", "確かめる"),
                ("お問い合わせ", "質問、取材、学校や会社での講演のご相談。", "/ja/contact/", "連絡する"),
            ),
            heading("大切にしていること"),
            text(
                "<b>ともに。</b>「してあげる」のではなく、同じ街に暮らす人として隣に立ちます。",
                "<b>確かなことだけを。</b>数字には、年と出典をそえます。人の話は、その人が特定されない形でだけ伝えます。",
                "<b>聞かないこと。</b>ボランティアや受講生に、国籍や在留資格、健康状態をたずねることはありません。",
            ),
            heading("このサイトについて"),
            text(
                "これはデモです。実在する支援団体の公開情報をもとに書いていますが、その団体が運営しているものではありません。登場する人の名前は、すべて架空です。"
            ),
        ],
        "en": [
            text(
                "People who had to leave their homes arrive in Japan. While they wait for an answer, there are days without a home, without work and without a doctor.",
                "Tomoni is for those who stand beside them. People who help, run, learn and give meet here, plan together, and keep going.",
            ),
            cards(
                ("What we do", "Eleven activities, from legal support to winter support.", "/en/about/activities/", "See the activities"),
                ("News", "The course, the winter, the runners: what is happening now.", "/en/news/", "Read the news"),
                ("Reading list", "71 articles and reports about refugees in Japan.", "/en/reading/", "Open the list"),
                ("Organisations", "24 organisations that stand with refugees in Japan.", "/en/organisations/", "Find an organisation"),
                ("Where the money is", "What has been given, and how it compares with the payment records, at any time.", "/en/integrity/", "Check for yourself"),
                ("Contact", "Questions, press, talks at schools and companies.", "/en/contact/", "Get in touch"),
            ),
            heading("What we hold on to"),
            text(
                "<b>Together.</b> We do not do things for people; we stand beside them, as neighbours in the same city.",
                "<b>Only what is certain.</b> Every figure carries its year and its source. People's stories are told only in a form in which nobody can be recognised.",
                "<b>What we never ask.</b> We do not ask volunteers or trainees about nationality, residence status or health.",
            ),
            heading("About this site"),
            text(
                "This is a demonstration. It is written from the public information of a real organisation, which does not run it. Every personal name in it is invented."
            ),
        ],
    },
    in_menu=True,
)  # fmt: skip

ACTIVITIES_LEAD = {
    "ja": "その日の食事から、制度への提案まで。11の活動は、ひとつながりです。",
    "en": "From today's meal to proposals for the law: eleven activities that belong together.",
}
ACTIVITIES_HEADINGS = {
    "ja": {"core": "五つの柱", "other": "広がる活動", "way": "関わる入り口"},
    "en": {"core": "Five pillars", "other": "Further work", "way": "Ways to take part"},
}
ACTIVITIES_LINKS = {
    "act-training": ("courses/refugee-assistant/", {"ja": "講座を見る", "en": "See the course"}),
    "act-winter": ("about/winter/", {"ja": "冬の支援を読む", "en": "Read about the winter"}),
    "act-marathon": ("about/marathon/", {"ja": "走る人たちの話", "en": "Read the runners' story"}),
    "act-social": ("shifts/", {"ja": "事務所を手伝う", "en": "Help at the office"}),
}


def activities_page(activities: list[dict[str, Any]], neutral: Any) -> PageText:
    """The eleven activities of content.json as cards; `neutral(text, language)` removes the real name."""

    def card(activity: dict[str, Any], language: str) -> tuple[str, str, str, str]:
        path, label = ACTIVITIES_LINKS.get(activity["id"], ("", {"ja": "", "en": ""}))
        words = neutral(activity[f"summary_{language}"], language)
        return (activity[f"title_{language}"], words, f"/{language}/{path}" if path else "", label[language])

    def body(language: str) -> list[Block]:
        groups: dict[str, list[tuple[str, str, str, str]]] = {"core": [], "other": [], "way": []}
        for activity in activities:
            kind = activity["kind"] if activity["kind"] in groups else "way"
            groups[kind].append(card(activity, language))
        blocks: list[Block] = []
        for kind, found in groups.items():
            blocks += [heading(ACTIVITIES_HEADINGS[language][kind]), cards(*found)]
        ask = {
            "ja": call("どの活動も、手伝う人がいて続いています。", "できることを探す", "/ja/shifts/"),
            "en": call("Every one of them goes on because somebody helps.", "Find what you can do", "/en/shifts/"),
        }
        return [*blocks, ask[language]]

    return PageText(
        slug="activities",
        title={"ja": "活動", "en": "What we do"},
        lead=ACTIVITIES_LEAD,
        body={language: body(language) for language in ("ja", "en")},
        in_menu=True,
    )


CONTACT = PageText(
    slug="contact",
    title={"ja": "お問い合わせ", "en": "Contact"},
    lead={
        "ja": "どんなことでも、どうぞ。日本語か英語でお返事します。",
        "en": "Ask us anything. We answer in Japanese or English.",
    },
    body={
        "ja": [
            ("contact_table", None),
            heading("お急ぎのとき"),
            text(
                "<b>シフトに行けなくなった。</b>マイページからシフトを開き、「参加を取り消す」を押してください。次の人に、すぐに知らせが届きます。",
                "<b>コンビニ払いの寄付がまだ表示されない。</b>お店での支払いのあと、反映まで数分かかることがあります。確認の結果はメールで届きます。",
                "<b>講座の申し込みを取り消したい。</b>マイページの講座のページから手続きできます。",
            ),
            heading("支援が必要な方へ"),
            text("このサイトはデモです。支援が必要なときは、<a href='/ja/organisations/'>団体の一覧</a>から、実在する団体をお探しください。"),
        ],
        "en": [
            ("contact_table", None),
            heading("In a hurry"),
            text(
                "<b>You cannot come to a shift.</b> Open the shift from “my page” and press “Withdraw from the shift”; the next person is told at once.",
                "<b>Your gift at a convenience store does not show yet.</b> After paying at the counter it can take a few minutes. You will get a mail.",
                "<b>You want to leave a course.</b> You can do so from the course on “my page”.",
            ),
            heading("If you need support"),
            text("This site is a demonstration. If you need support, please look for a real organisation in the <a href='/en/organisations/'>directory</a>."),
        ],
    },
)  # fmt: skip
