"""Three lessons of the course, in both languages. Figures carry year and source; nobody is named."""

from home.demo.texts.shape import PageText, cards, figure, heading, points, text

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
                        "難民支援協会(2025年6月公開)",
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

RECOGNITION = PageText(
    slug="recognition-in-japan",
    title={"ja": "日本の難民認定のしくみ", "en": "How refugee recognition works in Japan"},
    lead={
        "ja": "申請から答えが出るまで、道は長く、いくつもの段階があります。数字には、年と出典をそえて見ていきます。",
        "en": "Between an application and its answer lies a long road with several stages. We look at it with dated figures and their sources.",
    },
    body={
        "ja": [
            heading("四つの段階"),
            points(
                "<b>申請</b>: 出入国在留管理庁に申請書を出します。自分が難民であることを、自分で説明し、証拠を集めなければなりません。",
                "<b>一次審査</b>: 難民調査官がインタビューをし、法務大臣が決めます。通訳をとおして、いちばんつらい経験を、細かく、矛盾なく話すことが求められます。",
                "<b>審査請求</b>: 認められなかった人は、不服を申し立てることができます。難民審査参与員が意見を出します。",
                "<b>裁判</b>: それでも認められないとき、裁判所に訴えることができます。",
            ),
            heading("2024年の数字"),
            (
                "figures",
                [
                    figure(
                        "難民申請をした人",
                        "12,300",
                        "人",
                        "2024年",
                        "難民支援協会(2025年6月公開)",
                        "概数です。入管庁の発表は12,373人。",
                    ),
                    figure("難民と認定された人", "190", "人", "2024年", "全国難民弁護団連絡会議", ""),
                    figure(
                        "認定率",
                        "2",
                        "%",
                        "2024年",
                        "難民支援協会(2025年6月公開)",
                        "その年に出た結果に対する割合です。申請した人の数で割ったものではありません。",
                    ),
                    figure(
                        "結果が出るまで",
                        "約3",
                        "年",
                        "2023年",
                        "難民支援協会(2025年6月公開)",
                        "一次審査と審査請求の平均期間の合計。長い人は10年近く待ちます。",
                    ),
                ],
            ),
            text(
                "割合を見るときは、<b>何を何で割ったか</b>を必ず確かめます。申請した年と、答えが出る年はちがいます。だから、190を12,373で割っても、認定率にはなりません。",
            ),
            heading("これまでの移り変わり"),
            points(
                "2015年: 申請 7,586件、認定 27人",
                "2017年: 申請 19,628件(速報値)、認定 20人",
                "2024年: 申請 約12,300人、認定 190人",
            ),
            text(
                "2015年と2017年の数字は、そのころ報道された政府の発表によります。申請が増えた年も減った年もありますが、認定が3桁になったのは、ごく最近のことです。",
            ),
            heading("待つあいだの暮らし"),
            text(
                "答えを待つあいだ、働いてよいかどうかは、その人の在留資格によって決まります。働けない人のための公的な支援はありますが、受けられるまでに時間がかかり、そのあいだに住まいを失う人もいます。冬、東京の支援団体の事務所には、平日は毎日、助けを求める人が訪れます。",
                "2024年6月からは、法律の改正により、三回目以降の申請をした人は、原則として手続きのあいだも送還されうることになりました。だからこそ、最初の申請を、十分な準備と正確な通訳で支えることが大切です。",
            ),
            heading("アシスタントにできること"),
            points(
                "手続きの説明や法律の助言は、専門の職員と弁護士にまかせます。「たぶん大丈夫」とは言いません。",
                "書類のコピー、窓口への同行、予定の確認。小さな手伝いが、長い道を歩く力になります。",
                "数字を人に話すときは、年と出典をいっしょに伝えます。",
            ),
        ],
        "en": [
            heading("Four stages"),
            points(
                "<b>Application</b>: a form goes to the Immigration Services Agency. Applicants must explain themselves why they are refugees, and gather the evidence.",
                "<b>First instance</b>: a refugee inquirer holds an interview, and the Minister of Justice decides. Through an interpreter, people are asked to tell the worst days of their lives in detail and without contradiction.",
                "<b>Appeal</b>: who is refused can ask for a review, in which refugee examination counsellors give their opinion.",
                "<b>Court</b>: after another refusal one can go to court.",
            ),
            heading("Figures of 2024"),
            (
                "figures",
                [
                    figure(
                        "People who applied",
                        "12,300",
                        "people",
                        "2024",
                        "Japan Association for Refugees (June 2025)",
                        "Rounded; the Immigration Services Agency published 12,373.",
                    ),
                    figure("People recognised", "190", "people", "2024", "Japan Lawyers Network for Refugees"),
                    figure(
                        "Recognition rate",
                        "2",
                        "%",
                        "2024",
                        "Japan Association for Refugees (June 2025)",
                        "Of the decisions of that year, not of the applications.",
                    ),
                    figure(
                        "Until the final answer",
                        "about 3",
                        "years",
                        "2023",
                        "Japan Association for Refugees (June 2025)",
                        "First instance and appeal, averages added. Some wait nearly ten years.",
                    ),
                ],
            ),
            text(
                "With every rate, ask <b>what was divided by what</b>. People seldom get their answer in the year they apply, so 190 divided by 12,373 is not the recognition rate.",
            ),
            heading("Over the years"),
            points(
                "2015: 7,586 applications, 27 people recognised",
                "2017: 19,628 applications (preliminary), 20 people recognised",
                "2024: about 12,300 applicants, 190 people recognised",
            ),
            text(
                "The figures of 2015 and 2017 are the government's, as reported at the time. Applications have gone up and down; recognitions in three digits are quite recent.",
            ),
            heading("Life while waiting"),
            text(
                "Whether people may work while they wait depends on their residence status. There is public assistance for those who may not, but it takes time to arrive, and some lose their home before it does. In winter people in need come to the Tokyo office of a support organisation every weekday.",
                "Since June 2024, under a revision of the law, people who apply for a third time or more may in principle be deported while the case is pending. That makes it all the more important that the first application is well prepared and well interpreted.",
            ),
            heading("What an assistant can do"),
            points(
                "Leave procedure and legal advice to the specialised staff and to lawyers. Never say “it will probably be fine”.",
                "Copy papers, come along to a counter, keep track of appointments. On a long road small things give strength.",
                "When you tell others a figure, tell them the year and the source with it.",
            ),
        ],
    },
)

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

LESSONS = [(WHO, 8), (RECOGNITION, 12), (ALONGSIDE, 10)]
