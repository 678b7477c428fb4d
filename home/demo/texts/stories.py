"""The winter appeal and the story of the marathon, told from the facts in content.json."""

from .shape import PageText, call, figure, heading, paraphrase, points, text

RUNNERS_SAID = {"ja": "2025年のランナーの感想から", "en": "From what runners said in 2025"}
SOURCE_RUN = {
    "ja": "モデルにした団体の公開ページ、2025年6月",
    "en": "the model organisation’s public page, June 2025",
}
WINTER = PageText(
    slug="winter",
    title={"ja": "冬の支援", "en": "Winter support"},
    lead={
        "ja": "寒い季節も、平日は毎日、事務所のドアが開きます。安心して年を越せるように。",
        "en": "Through the cold months the office door opens every weekday, so that people can see the year out in safety.",
    },
    body={
        "ja": [
            text(
                "冬になっても、支援を求めて訪れる人は減りません。日本に着いたばかりで住まいがなく、外で夜を過ごす人がいます。公的な支えを受けられないまま、待ち続ける人がいます。体調を崩す人も多い季節です。",
            ),
            heading("冬に届けるもの"),
            points("毎日の相談", "温かい食事と食料", "今夜の宿", "病院に行くための支え", "仕事を見つけるための手助け"),
            ("figures", [
                figure("5,000円でできること", "15", "食分", "2022", SOURCE_RUN["ja"], "パスタやカレー、豆など。金額は目安の例です。"),
                figure("30,000円でできること", "10", "泊", "2022", SOURCE_RUN["ja"], "宿泊先の費用。金額は目安の例です。"),
            ]),
            heading("一人の困りごとの、その先へ"),
            text(
                "相談の背景には、ほとんどいつも、個人では動かせない制度の課題があります。現場で分かったことを、議員や省庁に伝え、改善を求めています。",
            ),
            call("あなたの寄付が、今夜の一泊になります。", "冬の支援に寄付する", "/ja/campaigns/winter-2026/", kind="give"),
        ],
        "en": [
            text(
                "Winter does not bring fewer people to the door. Some have just arrived and sleep outdoors. Some wait without public assistance. Many fall ill in these months.",
            ),
            heading("What the winter asks for"),
            points("Someone to talk to, every day", "Warm meals and food to take home", "A bed for tonight", "A way to see a doctor", "Help in finding work"),
            ("figures", [
                figure("What ¥5,000 does", "15", "meals", "2022", SOURCE_RUN["en"], "Pasta, curry, beans. The amount is an example."),
                figure("What ¥30,000 does", "10", "nights", "2022", SOURCE_RUN["en"], "A place to stay. The amount is an example."),
            ]),
            heading("Beyond one person's trouble"),
            text(
                "Behind nearly every consultation stands a gap in the system that no individual can close. What we learn at the table goes to lawmakers and ministries, with a request for change.",
            ),
            call("Your gift is a bed for tonight.", "Give to winter support", "/en/campaigns/winter-2026/", kind="give"),
        ],
    },
    in_menu=True,
)  # fmt: skip

MARATHON = PageText(
    slug="marathon",
    title={"ja": "東京を、難民とともに走る", "en": "Running Tokyo with refugees"},
    lead={
        "ja": "2025年の東京マラソン。51人のチャリティランナーと、沿道の3か所の応援団の一日です。",
        "en": "Tokyo Marathon 2025: 51 charity runners, cheered on at three points of the course.",
    },
    body={
        "ja": [
            text(
                "胸には「TOKYO With REFUGEES」の文字と、地球の絵。5回目の参加となった2025年、51人が申し込み、およそ50人がスタートラインに立ちました。",
                "空は晴れ、3月のはじめとは思えない暑さでした。",
            ),
            ("figures", [
                figure("参加したランナー", "51", "人", "2025", SOURCE_RUN["ja"]),
                figure("旗と声援の応援ポイント", "3", "か所", "2025", SOURCE_RUN["ja"]),
            ]),
            heading("走る前から、始まっている"),
            text(
                "1月の終わり、コーチと室内でおよそ2時間の練習会。会場に8人、オンラインで1人が集まり、フルマラソンの悩みとコツを話し合いました。そのあとは壮行会。ランナー、ボランティア、職員が顔を合わせ、インターンが考えたゲームで笑いました。",
                "大会の前には、ゼッケンを受け取るEXPOの会場にブースを出し、ランナーを迎えました。",
            ),
            heading("走った人の声"),
            paraphrase("応援、とくに39キロ地点の声援が力になった。EXPOのブースや事前の集まりの温かさも心に残っている。", RUNNERS_SAID["ja"], SOURCE_RUN["ja"]),
            paraphrase("2年続けての参加。最後まで歩かず、「走る広告塔」の役目を果たせた。また走りたい。", RUNNERS_SAID["ja"], SOURCE_RUN["ja"]),
            paraphrase("暑さのなか、沿道の声援で踏ん張って自己ベスト。チャリティで走る良さを友人に伝えたい。", RUNNERS_SAID["ja"], SOURCE_RUN["ja"]),
            call("次の大会を走るランナーたちに、声援を。", "ランナーを見る", "/ja/campaigns/tokyo-marathon-2027/"),
        ],
        "en": [
            text(
                "The words “TOKYO With REFUGEES” and a globe on every chest. 2025 was the fifth time; 51 runners had signed up and about 50 stood at the start.",
                "The sky was clear, and it was far too warm for early March.",
            ),
            ("figures", [
                figure("Runners", "51", "", "2025", SOURCE_RUN["en"]),
                figure("Cheering points with flags", "3", "", "2025", SOURCE_RUN["en"]),
            ]),
            heading("It begins long before the start"),
            text(
                "At the end of January a coach led about two hours of indoor training. Eight came and one joined online; they shared their worries and their tricks for a full marathon. Then the send-off party: runners, volunteers and staff met, and laughed at a game the interns had thought up.",
                "Before the race a stand at the EXPO, where runners collect their numbers, welcomed them.",
            ),
            heading("What runners said"),
            paraphrase("The cheering carried me, most of all at 39 km. The warmth of the stand and of the meetings before the race has stayed with me.", RUNNERS_SAID["en"], SOURCE_RUN["en"]),
            paraphrase("My second year in a row. I never walked and did my duty as a moving advertisement. I want to run again.", RUNNERS_SAID["en"], SOURCE_RUN["en"]),
            paraphrase("In that heat the people at the roadside kept me going to a personal best. I will tell my friends about running for others.", RUNNERS_SAID["en"], SOURCE_RUN["en"]),
            call("Cheer for the runners of the next race.", "See the runners", "/en/campaigns/tokyo-marathon-2027/"),
        ],
    },
    in_menu=True,
)  # fmt: skip
