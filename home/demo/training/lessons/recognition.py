"""The second lesson: how recognition works in Japan. Figures carry year and source."""

from home.demo.texts.shape import PageText, figure, heading, points, text

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
                        "難民支援協会（2025年6月公開）",
                        "概数です。入管庁の発表は12,373人。",
                    ),
                    figure("難民と認定された人", "190", "人", "2024年", "全国難民弁護団連絡会議", ""),
                    figure(
                        "認定率",
                        "2",
                        "%",
                        "2024年",
                        "難民支援協会（2025年6月公開）",
                        "その年に出た結果に対する割合です。申請した人の数で割ったものではありません。",
                    ),
                    figure(
                        "結果が出るまで",
                        "約3",
                        "年",
                        "2023年",
                        "難民支援協会（2025年6月公開）",
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
                "2017年: 申請 19,628件（速報値）、認定 20人",
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
