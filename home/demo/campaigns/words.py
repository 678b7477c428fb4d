"""What the demonstration's runners and donors say. All of it is invented, and nobody speaks for a refugee."""

Pair = tuple[str, str]

TITLES: list[Pair] = [
    ("42.195キロを、難民とともに走る", "42.195 kilometres, with refugees"),
    ("はじめてのフルマラソンに挑みます", "My first full marathon"),
    ("一歩ずつ、となりの人のために", "Step by step, for the people next door"),
    ("食卓に届くまで走ります", "Running until it reaches the table"),
    ("ゆっくりでも、止まらずに", "Slowly, but without stopping"),
    ("50歳の挑戦、東京を走る", "Fifty, and running through Tokyo"),
    ("通訳のかわりに、足で伝えたい", "I cannot interpret, so I run"),
    ("父とふたり、沿道のバトン", "My father cheers, I run"),
    ("待つ時間を、少しでも短く感じられるように", "So that waiting feels a little shorter"),
    ("あたたかい夜をもう一泊", "One more warm night"),
    ("会社のみんなで、ひとつのゴールへ", "One goal for all of us at work"),
    ("学生最後の冬、全力で", "My last winter as a student"),
    ("サブ4よりも大事なこと", "More important than four hours"),
    ("あの日の声援を、今度は私が", "Passing the cheering on"),
    ("走る広告塔になります", "A poster on two legs"),
    ("知ることから、走ることへ", "From reading to running"),
    ("雨でも風でも、3月の東京へ", "Rain or wind, Tokyo in March"),
]

OPENINGS: list[Pair] = [
    (
        "週に一度、事務所で食料の仕分けを手伝っています。箱に詰めた米や油が、その日のうちに誰かの食卓に届く。走ることなら、もっと多くの人に伝えられると思いました。",
        "Once a week I help to sort food at the office. The rice and oil that we pack reach somebody's table the same day. By running, I thought, I can tell many more people.",
    ),
    (
        "走り始めたのは3年前です。最初は駅まで走るだけで息が切れました。今は、川沿いを15キロ走るのが週末の楽しみです。",
        "I began to run three years ago. At first the way to the station left me breathless; now fifteen kilometres along the river are my weekend.",
    ),
    (
        "図書館で借りた一冊の本がきっかけでした。日本に逃れてきた人たちのことを、私はほとんど知りませんでした。",
        "It began with a book from the library. I knew almost nothing about people who have fled to Japan.",
    ),
    (
        "去年は沿道で旗を振っていました。39キロ地点で、苦しそうな顔が笑顔に変わる瞬間を何度も見ました。今年は走る側に回ります。",
        "Last year I waved a flag at kilometre 39 and saw tired faces turn into smiles, again and again. This year I change sides.",
    ),
    (
        "職場の昼休みに、同僚5人と走っています。せっかく走るなら、誰かの役に立ちたい。そんな話からエントリーを決めました。",
        "Five of us run in our lunch break. If we run anyway, we said, let it be of use to somebody.",
    ),
    (
        "大学で国際関係を学んでいます。教室で聞く数字の向こうに、一人ひとりの暮らしがあることを忘れたくありません。",
        "I study international relations. I do not want to forget that there are lives behind the figures of the lecture room.",
    ),
    (
        "子どもに「なぜ走るの?」と聞かれました。困っている人がいて、自分にできることがあるから。そう答えた以上、走らないわけにはいきません。",
        "My child asked why I run. Because somebody is in need and there is something that I can do. Having said so, I have to.",
    ),
    (
        "海外で暮らしていたころ、言葉の通じない役所で途方に暮れたことがあります。あのとき助けてくれた人の顔を、今も覚えています。",
        "When I lived abroad I once stood lost in an office whose language I did not speak. I still remember the face of the person who helped.",
    ),
    (
        "還暦を過ぎて、はじめてランニングシューズを買いました。タイムは気にしません。制限時間いっぱいを使って、東京を味わいます。",
        "I bought my first running shoes after my sixtieth birthday. I do not mind the clock; I mean to taste Tokyo until the last minute.",
    ),
    (
        "看護師として働いています。体調をくずしても病院に行きづらい人がいると知り、自分の足でできることを探しました。",
        "I am a nurse. When I learned that some people hesitate to see a doctor, I looked for what my own legs could do.",
    ),
    (
        "毎朝5時半、まだ暗い公園を走ります。すれ違う人と交わす「おはようございます」が、一日で一番好きな言葉です。",
        "At half past five I run through a dark park. The good mornings on the way are my favourite words of the day.",
    ),
    (
        "料理人です。店では毎日、たくさんの国の料理を作ります。食べることは、安心することだと思っています。",
        "I am a cook, and every day I make dishes from many countries. To eat is to feel safe, I believe.",
    ),
    (
        "養成講座を受けて、知らなかったことの多さに驚きました。学んだことを、次は行動にしたいと思います。",
        "The training course showed me how little I had known. Now I would like to turn learning into doing.",
    ),
]

MIDDLES: list[Pair] = [
    (
        "2024年、日本では約12,300人が難民申請をしました。結果が出るまでは平均で約3年かかるといわれます。",
        "In 2024 some 12,300 people applied for refugee status in Japan. A final answer is said to take about three years on average.",
    ),
    (
        "冬は、住まいのない人にとって特に厳しい季節です。食べるもの、眠る場所、話を聞く人。どれも欠かせません。",
        "Winter is hard on people without a home. Food, a place to sleep, somebody who listens: each of them matters.",
    ),
    (
        "相談、医療、住まい、仕事。日々の支援は、たくさんの人の少しずつの力で続いています。",
        "Counsel, doctors, a home, a job: daily help goes on because many people each give a little.",
    ),
    (
        "遠くの国の話だと思っていました。でも、同じ電車に乗り、同じ商店街で買い物をしている、となりの人の話でした。",
        "I took it for a story of far countries. It is about people on the same train and in the same shops as I.",
    ),
    (
        "私に法律の知識はありません。通訳もできません。でも、走ることはできます。",
        "I know no law and cannot interpret. But I can run.",
    ),
]

CLOSINGS: list[Pair] = [
    (
        "一緒に42.195キロを進んでください。応援をよろしくお願いします。",
        "Please come along for 42.195 kilometres. Thank you for your support.",
    ),
    (
        "いただいたご寄付は、すべて団体の活動に使われます。金額の大小は関係ありません。お気持ちがうれしいです。",
        "Every gift goes to the work of the organisation. No gift is too small.",
    ),
    (
        "沿道でお会いできたら、名前を呼んでください。きっと足が軽くなります。",
        "If you see me on the way, call my name. My legs will feel lighter.",
    ),
    (
        "当日は「TOKYO With REFUGEES」のTシャツで走ります。見つけたら手を振ってください。",
        "I shall wear the “TOKYO With REFUGEES” shirt. Wave when you see it.",
    ),
    ("ゴールしたら、必ずここで報告します。", "After the finish I shall report here. Promised."),
]

MESSAGES: list[Pair] = [
    ("応援しています。けがなく走り切ってください!", "Run well, and come home without a scratch!"),
    ("39キロで旗を振ります。笑顔で通ってね。", "I shall be at kilometre 39 with a flag. Smile!"),
    ("会社から応援しています。沿道で待ってます!", "All of us at work are cheering for you."),
    ("少しですが、力になれたらうれしいです。", "It is not much, but I hope it helps."),
    ("勇気をもらいました。ありがとう。", "You give me courage. Thank you."),
    ("練習の話、いつも楽しく聞いています。本番も楽しんで!", "I love your training stories. Enjoy the day!"),
    ("冬の活動に役立ててください。", "For the work this winter."),
    ("あなたらしい挑戦ですね。家族みんなで応援しています。", "So like you! The whole family is cheering."),
    ("完走を祈っています。終わったら温泉に行きましょう。", "See you at the finish, and then at a hot spring."),
    ("去年の沿道の声が忘れられません。今年は寄付で参加します。", "I cheered last year; this year I give."),
    ("知らないことばかりでした。教えてくれてありがとう。", "I knew so little. Thank you for telling us."),
    ("無理せず、一歩ずつ。", "Step by step, and easy on the knees."),
    ("大学のゼミ一同より、愛をこめて。", "With love from all of us in the seminar."),
    ("同じ時間に、私も5キロ走ります。", "I shall run five kilometres at the same hour."),
    ("元気な走りを楽しみにしています。", "Looking forward to seeing you run."),
    ("おにぎり15個ぶんの気持ちです。", "Fifteen rice balls' worth of good wishes."),
    ("4,219円、距離にちなんで。", "¥4,219, like the distance."),
    ("すてきな取り組みですね。友人にも伝えます。", "What a good idea. I shall tell my friends."),
    ("寒くなります。体に気をつけて。", "It is getting cold. Take care of yourself."),
    ("いつか一緒に走りましょう!", "Let us run together one day!"),
    ("子どもと一緒に、貯金箱を開けました。", "My daughter and I opened the piggy bank."),
    ("困ったときはお互いさま。", "We all need help some day."),
    ("声を届ける走り、期待しています。", "Carry the voices well."),
    ("来年は私もエントリーします。", "Next year I shall enter too."),
]

# Of these, what one says to an appeal, where nobody runs.
TO_AN_APPEAL: list[Pair] = [MESSAGES[number] for number in (3, 6, 10, 15, 17, 18, 20, 21)]

NICKNAMES: list[Pair] = [
    ("職場の仲間一同", "Friends from work"),
    ("大学の友人", "A friend from university"),
    ("ラン仲間", "Running mate"),
    ("となりのパン屋", "The baker next door"),
    ("ゼミの後輩", "A junior from the seminar"),
    ("母より", "Mum"),
    ("沿道のファン", "A fan by the road"),
    ("カフェ常連", "Regular at the café"),
    ("高校の同級生", "An old classmate"),
    ("39キロの旗ふり", "Flag at 39 km"),
]

# How the page of runner@example.org came to 72 %: (days ago, yen, way, index of the nickname or None for anonymous, message).
OWN_GIFTS: list[tuple[int, int, str, int | None, int | None]] = [
    (52, 10_000, "card", 5, 7), (49, 5_000, "card", 1, 5), (45, 3_000, "card", 2, 13), (41, 1_000, "card", None, None),
    (38, 5_000, "offline", 3, 15), (36, 3_000, "card", 7, 3), (33, 5_000, "matched", 0, 2), (30, 1_500, "card", 4, 12),
    (27, 3_000, "card", 8, 19), (24, 2_000, "card", None, None), (21, 4_219, "card", 2, 16), (18, 3_000, "card", 6, 14),
    (15, 1_000, "card", None, 4), (12, 2_000, "card", 9, 1), (10, 3_000, "offline", 3, None), (8, 5_000, "card", 1, 0),
    (6, 1_000, "card", None, None), (5, 2_000, "card", 8, 18), (3, 3_681, "card", 4, 10), (2, 3_000, "card", 9, 9),
    (1, 5_000, "konbini", 6, 17), (0, 1_000, "card", None, 11),
]  # fmt: skip
