"""The third lesson: words and manners."""

from home.demo.texts.shape import PageText, heading, points, text

ALONGSIDE = PageText(
    slug="walking-alongside",
    title={"ja": "隣を歩く: ことばとマナー", "en": "Walking alongside: words and manners"},
    lead={
        "ja": "知識の次に大切なのは、向き合い方です。迷ったときに立ち返る、小さな約束をまとめました。",
        "en": "After knowledge comes the way we meet people. Here are small promises to come back to whenever you are unsure.",
    },
    body={
        "ja": [
            heading("聞かない、急がせない"),
            text(
                "逃げてきた理由、家族のこと、移動の道のり。どれも、こちらから聞くことではありません。つらい記憶は、思い出すだけで体にひびくことがあります。話してくれるときは、最後まで聞き、評価も助言もせずに「話してくれて、ありがとうございます」と伝えます。沈黙は、埋めなくてかまいません。",
            ),
            (
                "cards",
                [
                    {
                        "title": "「どうして日本に来たの?」",
                        "text": "かわりに: 「今日は、何かお手伝いできますか。」",
                        "href": "",
                        "label": "",
                    },
                    {
                        "title": "「かわいそうに」",
                        "text": "かわりに: 「お会いできて、うれしいです。」",
                        "href": "",
                        "label": "",
                    },
                    {
                        "title": "「きっと認定されますよ」",
                        "text": "かわりに: 「わかる人に、いっしょに聞きましょう。」",
                        "href": "",
                        "label": "",
                    },
                ],
            ),
            heading("やさしい日本語で話す"),
            points(
                "一つの文で、一つのことだけを言います。",
                "敬語を重ねず、「です・ます」で話します。",
                "「お召し物」ではなく「服」。「土足厳禁」ではなく「くつを ぬいで ください」。",
                "日付は、曜日といっしょに、紙に書いて渡します。",
                "通訳が入るときも、目を合わせるのは本人です。",
            ),
            heading("守る: 名前、写真、居場所"),
            text(
                "その人がここにいる、という事実だけで、本国の家族に危険がおよぶことがあります。名前、写真、国、住まいを、SNSにも、友だちとの話にも出しません。誰かが特定されない話し方ができないときは、話しません。写真は、本人が「はい」と言っても、職員に確かめてからにします。",
            ),
            heading("境目をもつ"),
            points(
                "できない約束はしません。「確かめて、木曜日までにお返事します」と、期限を言います。",
                "お金の貸し借り、個人の連絡先の交換はしません。困りごとは、かならず職員につなぎます。",
                "食べもの、お祈り、断食、男女が同じ部屋にいること。わからないときは、決めつけずにたずねます。",
                "助けてあげる人と、助けられる人、という関係にしません。その人は、自分の暮らしの専門家です。",
            ),
            heading("自分を大切にする"),
            text(
                "重い話を聞いたあと、眠れない、気持ちが沈む、いらいらする。それは弱さではなく、自然な反応です。ひとりで抱えず、その日のうちに職員に話してください。休むことも、続けるための大切な仕事です。",
            ),
            heading("考えてみましょう"),
            points(
                "今週聞いた日本語の案内を一つ選び、やさしい日本語に書きかえてみましょう。",
                "「手伝いましょうか」と言われて、うれしかったときと、そうでなかったとき。何がちがいましたか。",
            ),
        ],
        "en": [
            heading("Do not ask, do not hurry"),
            text(
                "Why somebody fled, where their family is, which way they came: these are not ours to ask. Remembering can hurt in the body. When people choose to tell you, listen to the end, do not judge, do not advise, and say “thank you for telling me”. A silence need not be filled.",
            ),
            (
                "cards",
                [
                    {
                        "title": "“Why did you come to Japan?”",
                        "text": "Instead: “Is there something I can help with today?”",
                        "href": "",
                        "label": "",
                    },
                    {"title": "“You poor thing”", "text": "Instead: “I am glad to meet you.”", "href": "", "label": ""},
                    {
                        "title": "“You will surely be recognised”",
                        "text": "Instead: “Let us ask somebody who knows, together.”",
                        "href": "",
                        "label": "",
                    },
                ],
            ),
            heading("Speak plainly"),
            points(
                "Say one thing in one sentence.",
                "In Japanese, use plain です and ます instead of layers of polite forms.",
                "Use everyday words: “please take your shoes off”, not “footwear prohibited”.",
                "Write dates down, with the day of the week, and hand the paper over.",
                "With an interpreter, look at the person you are talking with.",
            ),
            heading("Protect names, pictures and places"),
            text(
                "The mere fact that somebody is here can put their family at home in danger. Names, pictures, countries and addresses do not go on social media, nor into a chat with friends. If you cannot tell a story in a way that nobody could be recognised, do not tell it. Before taking a photograph ask the staff, even if the person said yes.",
            ),
            heading("Keep a line"),
            points(
                "Promise nothing you cannot keep. Say by when you will answer: “I will find out and tell you by Thursday.”",
                "No lending of money, no exchange of private numbers. Bring every worry to the staff.",
                "Food, prayer, fasting, men and women in one room: where you do not know, ask, and do not assume.",
                "There is no helper above and no helped below. Each person is the expert on their own life.",
            ),
            heading("Look after yourself"),
            text(
                "After hearing hard things you may sleep badly, feel low, or lose patience. That is no weakness; it is how people are made. Do not carry it alone: talk to a member of staff the same day. Resting, too, is part of carrying on.",
            ),
            heading("To think about"),
            points(
                "Take one announcement that you heard this week and rewrite it in plain words.",
                "Think of a time when you were glad that somebody offered help, and of one when you were not. What was different?",
            ),
        ],
    },
)
