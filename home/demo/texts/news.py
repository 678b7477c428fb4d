"""News, from the facts in content.json; dated in days before the demonstration was loaded."""

from .shape import NewsText, call, points, text

NEWS = [
    NewsText(
        slug="course-46-open",
        days_ago=3,
        title={"ja": "第46期 難民アシスタント養成講座、受け付けています", "en": "The 46th refugee assistant course is open"},
        lead={
            "ja": "2001年から続く講座です。これまでに3,600人をこえる方が学びました。",
            "en": "It has run since 2001, and more than 3,600 people have taken it.",
        },
        body={
            "ja": [
                text(
                    "難民はなぜ逃れてくるのか。日本ではどんな手続きを待つのか。私たちに何ができるのか。講義と話し合いで、2日間かけて学びます。",
                    "学生、会社員、主婦の方など、どなたでも参加できます。前回の第45期には、10代から70代まで、全国から127人の申し込みがありました。",
                    "定員があります。満員になったあとは、キャンセル待ちで順番にご案内します。",
                ),
                call("日程と残りの人数を確かめて、申し込めます。", "講座を見る", "/ja/courses/refugee-assistant/"),
            ],
            "en": [
                text(
                    "Why do people flee? What do they wait for in Japan? What can each of us do? Two days of lectures and discussion.",
                    "Students, company employees, home-makers: everyone is welcome. The 45th course had 127 applicants from all over the country, in their teens to their seventies.",
                    "Places are limited. When the course is full, a waiting list offers freed places in turn.",
                ),
                call("See the dates and the places left, and enrol.", "See the course", "/en/courses/refugee-assistant/"),
            ],
        },
    ),
    NewsText(
        slug="winter-every-weekday",
        days_ago=8,
        title={"ja": "冬の支援:平日は毎日、ドアが開いています", "en": "Winter support: the door is open every weekday"},
        lead={
            "ja": "寒くなっても、訪れる人の数は変わりません。相談、食事、宿、医療を続けています。",
            "en": "The cold does not keep people away. Advice, food, a bed and a doctor: we carry on.",
        },
        body={
            "ja": [
                text(
                    "日本に着いたばかりで、外で夜を過ごす人がいます。支えを受けられないまま、待ち続ける人がいます。体調を崩す人も増える季節です。",
                    "安心して年を越せるよう、この冬も支援を続けます。",
                ),
                call("この冬の支援に加わってください。", "冬の支援に寄付する", "/ja/campaigns/winter-2026/", kind="give"),
            ],
            "en": [
                text(
                    "Some people have just arrived and spend the night outdoors. Some wait without assistance. More fall ill in this season.",
                    "We go on this winter too, so that everyone can see the year out in safety.",
                ),
                call("Join us this winter.", "Give to winter support", "/en/campaigns/winter-2026/", kind="give"),
            ],
        },
    ),
    NewsText(
        slug="practice-and-send-off",
        days_ago=15,
        title={"ja": "ランナーの練習会と壮行会を開きます", "en": "A practice run and a send-off party for our runners"},
        lead={
            "ja": "コーチと室内で走り方を確かめ、そのあと、みんなで送り出します。",
            "en": "Indoor training with a coach, and then we all send the runners off.",
        },
        body={
            "ja": [
                text("はじめてのフルマラソンでも大丈夫です。悩みやコツを話し合いながら、本番の準備をします。会場に来られない方は、オンラインで参加できます。"),
                points("ランナー:動きやすい服装と、室内用の靴", "ボランティア:受付と会場づくりのお手伝いを募集しています", "申し込み:キャンペーンのページの「集まり」から"),
                call("集まりの日時は、キャンペーンのページにあります。", "集まりを見る", "/ja/campaigns/tokyo-marathon-2027/"),
            ],
            "en": [
                text("It need not be your second marathon. We talk through worries and tricks and get ready for the day. If you cannot come, join online."),
                points("Runners: clothes to move in, and indoor shoes", "Volunteers: we need hands at the reception and for the room", "To join: “Gatherings” on the campaign page"),
                call("The times are on the campaign page.", "See the gatherings", "/en/campaigns/tokyo-marathon-2027/"),
            ],
        },
    ),
    NewsText(
        slug="expo-stand",
        days_ago=24,
        title={"ja": "EXPOのブースで、ランナーを迎えませんか", "en": "Welcome runners at our EXPO stand"},
        lead={
            "ja": "大会の前、ゼッケンを受け取りに来るランナーに、応援を届けるブースです。",
            "en": "Before the race, where runners collect their numbers, our stand cheers them on.",
        },
        body={
            "ja": [
                text(
                    "2025年の大会では、前日のブースで声をかけられて気持ちが高まった、という感想が届きました。",
                    "活動を紹介し、ランナーと写真を撮り、旗に寄せ書きをします。はじめての方も、経験のある人と組になるので安心です。",
                ),
                call("日時と残りの人数は、シフトの一覧で。", "シフトを見る", "/ja/shifts/"),
            ],
            "en": [
                text(
                    "In 2025 runners told us how much a word at the stand, the day before, had lifted them.",
                    "You introduce our work, take pictures with runners and gather messages on the flags. Newcomers stand beside somebody with experience.",
                ),
                call("Times and places left are in the list of shifts.", "See the shifts", "/en/shifts/"),
            ],
        },
    ),
    NewsText(
        slug="three-cheering-points",
        days_ago=38,
        title={"ja": "沿道の応援、今回も3か所で", "en": "Cheering at three points again"},
        lead={
            "ja": "旗と声援で、ランナーの背中を押します。前回いちばん力になったのは、39キロ地点でした。",
            "en": "Flags and voices push the runners on. Last time, 39 km meant the most.",
        },
        body={
            "ja": [
                text("応援は、朝から昼すぎまで。コースの近くは通行できない時間があるので、集合時間に余裕を持ってお越しください。旗は、こちらで用意します。"),
                call("応援のシフトに申し込めます。", "シフトを見る", "/ja/shifts/"),
            ],
            "en": [
                text("We cheer from the morning until the early afternoon. Roads along the course close, so please come in good time. We bring the flags."),
                call("You can sign up for a cheering shift.", "See the shifts", "/en/shifts/"),
            ],
        },
    ),
    NewsText(
        slug="runners-complete",
        days_ago=52,
        title={"ja": "51人のチャリティランナーが走ります", "en": "51 charity runners will run"},
        lead={
            "ja": "一人ひとりが、走る理由を自分のページに書いています。",
            "en": "Each of them tells on a page of their own why they run.",
        },
        body={
            "ja": [
                text("はじめての人も、何度目かの人もいます。ランナーのページでは、寄付が進むほど、コースの上のランナーがゴールに近づきます。"),
                call("応援したいランナーを探してください。", "ランナーを見る", "/ja/campaigns/tokyo-marathon-2027/"),
            ],
            "en": [
                text("Some run for the first time, some have lost count. On a runner's page every gift moves the runner along the course towards the finish."),
                call("Find the runner you want to cheer for.", "See the runners", "/en/campaigns/tokyo-marathon-2027/"),
            ],
        },
    ),
]  # fmt: skip
