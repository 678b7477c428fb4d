"""The first lesson: who is a refugee. Nobody is named."""

from home.demo.texts.shape import PageText, figure, heading, points, text

WHO = PageText(
    slug="who-is-a-refugee",
    title={"ja": "難民とは、どんな人か", "en": "Who is a refugee?"},
    lead={
        "ja": "ことばの意味を知ると、ニュースの見え方が変わります。最初に、三つのことばを区別します。",
        "en": "Once you know what the word means, the news reads differently. We begin by telling three words apart.",
    },
    body={
        "ja": [
            text(
                "「難民」ということばは、1951年の難民条約で決められています。条約によれば、難民とは、<b>迫害を受けるおそれ</b>があるために自分の国の外にいて、その国の保護を受けられない、または受けたくない人のことです。日本は1981年にこの条約に入りました。",
            ),
            heading("五つの理由"),
            text("条約は、迫害の理由として五つをあげています。"),
            points("人種", "宗教", "国籍", "特定の社会的集団に属していること", "政治的な意見"),
            text(
                "「特定の社会的集団」には、たとえば性別や性的指向を理由にねらわれる人も含まれると考えられています。大切なのは、その人が<b>何をしたか</b>ではなく、<b>帰ったら何が起こりうるか</b>です。貧しいかどうか、パスポートを持っているかどうかは、難民であるかどうかと関係がありません。逃げるときに、書類をそろえる時間がなかった人も多くいます。",
            ),
            heading("難民、難民申請者、避難民"),
            points(
                "<b>難民申請者</b>は、保護を求めて手続きをしている人です。まだ答えは出ていませんが、難民ではない、と決まったわけではありません。",
                "<b>難民</b>は、条約の定義にあてはまる人です。国が認定するから難民になるのではなく、難民であるから認定される、と国連難民高等弁務官事務所は説明しています。",
                "<b>国内避難民</b>は、家を追われたけれど、自分の国の中にいる人です。条約の「難民」には入りませんが、同じように助けを必要としています。",
            ),
            (
                "figures",
                [
                    figure(
                        "世界の難民と国内避難民",
                        "1億",
                        "人以上",
                        "2025年",
                        "難民支援協会（2025年6月公開）",
                        "国境を越えた人と、国内にとどまる人の合計です。",
                    )
                ],
            ),
            heading("送り返さない、という約束"),
            text(
                "条約のいちばん大切な約束は、第33条にあります。迫害されるおそれのある国へ、人を送り返してはならない。これを<b>ノン・ルフールマンの原則</b>といいます。手続きの途中の人も、この約束に守られています。",
                "日本では2023年12月から、条約の五つの理由にはあてはまらなくても、紛争などで帰れない人を「補完的保護対象者」として認める制度も始まりました。難民と同じように、安定した資格で暮らすことができます。",
            ),
            heading("考えてみましょう"),
            points(
                "最近読んだ記事で、「難民」「移民」「避難民」は、どのように使い分けられていましたか。",
                "もし明日、家を出なければならないとしたら、あなたは何を持っていきますか。そして、何を置いていきますか。",
            ),
        ],
        "en": [
            text(
                "What the word “refugee” means was laid down in the Refugee Convention of 1951. A refugee is a person who is outside their own country because of a <b>well-founded fear of being persecuted</b>, and who cannot, or out of that fear will not, turn to that country for protection. Japan joined the Convention in 1981.",
            ),
            heading("Five reasons"),
            text("The Convention names five reasons for persecution:"),
            points(
                "race",
                "religion",
                "nationality",
                "membership of a particular social group",
                "political opinion",
            ),
            text(
                "People who are hunted because of their gender or whom they love are today widely understood to be such a “social group”. What matters is not <b>what somebody has done</b> but <b>what may happen if they return</b>. Being poor or not, having a passport or not, says nothing about being a refugee. Many who flee have no time to collect papers.",
            ),
            heading("Refugee, asylum seeker, displaced person"),
            points(
                "An <b>asylum seeker</b> has asked for protection and waits for the answer. No answer yet does not mean “not a refugee”.",
                "A <b>refugee</b> is a person to whom the definition applies. As the UN refugee agency puts it, nobody becomes a refugee because they are recognised; they are recognised because they are a refugee.",
                "An <b>internally displaced person</b> had to leave home but is still inside their own country. The Convention does not cover them, though they need help no less.",
            ),
            (
                "figures",
                [
                    figure(
                        "Refugees and internally displaced people worldwide",
                        "100 million",
                        "or more",
                        "2025",
                        "Japan Association for Refugees (June 2025)",
                        "Those who crossed a border and those who did not, together.",
                    )
                ],
            ),
            heading("The promise not to send back"),
            text(
                "The heart of the Convention is Article 33: nobody may be sent back to a country where they would face persecution. This is the principle of <b>non-refoulement</b>. It protects people while their case is being decided, too.",
                "Since December 2023 Japan also grants “complementary protection” to people who cannot return, because of war for example, but whose reason is not one of the five. Like recognised refugees they may live here with a stable status.",
            ),
            heading("To think about"),
            points(
                "In the last article you read, how were “refugee”, “migrant” and “evacuee” told apart?",
                "If you had to leave home tomorrow, what would you take with you? And what would stay behind?",
            ),
        ],
    },
)
