"""Privacy, the Act on Specified Commercial Transactions, and the organisation's own facts."""

from .shape import PageText, heading, points, text

ORGANISATION: dict[str, str] = {
    "name_ja": "ともに（デモ団体）",
    "name_en": "Tomoni (model organisation)",
    "address_ja": "東京都（デモのため、くわしい住所は載せていません）",
    "address_en": "Tokyo (no full address in this demonstration)",
    "email": "hello@tomoni.example.org",
    "responsible_ja": "菅原 友子（架空の人物です）",
    "certification_number": "00生都地特第0000号（架空）",
    "certified_on": "2024-04-01",
    "certifier_ja": "東京都（架空）",
    "certifier_en": "Tokyo Metropolitan Government (invented)",
    "responsible_en": "Tomoko Sugawara (an invented person)",
    "price_ja": "講座の受講料は、各講座のページに税込の金額で表示します。寄付の金額は、ご自身でお決めいただけます。",
    "price_en": "Course fees are shown on each course page, tax included. You decide the amount of a gift yourself.",
    "extra_costs_ja": "通信にかかる費用は、ご利用になる方のご負担です。",
    "extra_costs_en": "You bear the cost of your own connection.",
    "payment_ja": "クレジットカード:お申し込みのときにお支払いいただきます。\nコンビニ払い:お申し込みのあと、画面とメールに表示される期限までに、お店でお支払いください。",
    "payment_en": "Card: you pay when you sign up.\nConvenience store: you pay at the counter before the date shown on the page and in the mail.",
    "delivery_ja": "講座は、各講座のページに書かれた日に開きます。寄付は、お支払いの確認後に受け付けのメールをお送りします。",
    "delivery_en": "Courses take place on the days shown on their pages. For a gift we send a mail once the payment is confirmed.",
    "cancellation_ja": "講座のキャンセルと返金の条件は、各講座のページとお申し込みの画面に表示します。寄付は、お手続きの誤りなどがあればご連絡ください。個別に対応します。",
    "cancellation_en": "The terms for leaving a course and for refunds are shown on each course page and when you sign up. If something went wrong with a gift, write to us and we will put it right.",
}

PRIVACY = PageText(
    slug="privacy",
    title={"ja": "個人情報の取り扱い", "en": "Privacy"},
    lead={
        "ja": "お預かりするのは、活動に必要なものだけです。いつでも見られて、直せて、やめられます。",
        "en": "We keep only what the work needs. You can see it, correct it and stop it at any time.",
    },
    body={
        "ja": [
            heading("使う目的"),
            points(
                "ボランティアの予定を組み、当日の連絡をするため",
                "寄付を受け付け、お礼と寄付金受領証明書をお届けするため",
                "講座の申し込みを受け付け、修了証を発行するため",
                "同意をいただいた方に、お知らせをお送りするため",
            ),
            heading("たずねないこと"),
            text("ボランティアや受講生に、国籍、在留資格や難民申請の状況、健康状態をたずねることはありません。"),
            heading("同意と、ほかの会社への提供"),
            text(
                "同意は、文書の版と日時とともに記録します。支払いは決済会社 Stripe の画面で行い、カード番号がこのサイトに保存されることはありません。それ以外の第三者には、法律で定められた場合を除き、同意なしにお渡ししません。"
            ),
            heading("保存する期間"),
            text("寄付金受領証明書と寄付の記録は、法律に合わせて少なくとも5年間保存します。それ以外は、必要がなくなれば消すか、どなたのものか分からない形にします。"),
            heading("開示・訂正・利用停止"),
            text("個人情報保護法にもとづく開示、訂正、利用停止、消去のご希望は、マイページまたはお問い合わせのページからお知らせください。"),
        ],
        "en": [
            heading("What we use it for"),
            points(
                "To plan shifts and to reach you on the day",
                "To receive gifts, to thank you and to send receipts",
                "To take course enrolments and to issue certificates",
                "To send news to those who have agreed to it",
            ),
            heading("What we never ask"),
            text("We do not ask volunteers or trainees about nationality, residence or refugee status, or health."),
            heading("Consent, and passing data on"),
            text(
                "Consent is stored with the version of the text and the time. You pay on pages of the payment company Stripe; card numbers are never stored here. Nobody else receives your data without your consent, unless the law requires it."
            ),
            heading("How long we keep it"),
            text("Receipts and records of gifts are kept for at least five years, as the law requires. Everything else is deleted, or made anonymous, when it is no longer needed."),
            heading("Seeing, correcting, stopping"),
            text("Under the Act on the Protection of Personal Information you can ask to see, correct, stop the use of, or erase your data: on “my page”, or by writing to us."),
        ],
    },
)  # fmt: skip

LEGAL = PageText(
    slug="legal",
    title={"ja": "特定商取引法に基づく表記", "en": "Specified Commercial Transactions Act"},
    lead={
        "ja": "受講料のお支払いと、コンビニでのお支払いについて、法律で定められた事項です。",
        "en": "What the law asks us to state about course fees and payment at convenience stores.",
    },
    body={"ja": [("law_table", None)], "en": [("law_table", None)]},
)
