"""Fictional names, each as (kanji, kana, Latin). None of them is a person we know."""

Name = tuple[str, str, str]

FAMILIES: list[Name] = [
    ("佐藤", "サトウ", "Sato"), ("鈴木", "スズキ", "Suzuki"), ("高橋", "タカハシ", "Takahashi"),
    ("田中", "タナカ", "Tanaka"), ("伊藤", "イトウ", "Ito"), ("渡辺", "ワタナベ", "Watanabe"),
    ("山本", "ヤマモト", "Yamamoto"), ("中村", "ナカムラ", "Nakamura"), ("小林", "コバヤシ", "Kobayashi"),
    ("加藤", "カトウ", "Kato"), ("吉田", "ヨシダ", "Yoshida"), ("山田", "ヤマダ", "Yamada"),
    ("佐々木", "ササキ", "Sasaki"), ("松本", "マツモト", "Matsumoto"), ("井上", "イノウエ", "Inoue"),
    ("木村", "キムラ", "Kimura"), ("清水", "シミズ", "Shimizu"), ("林", "ハヤシ", "Hayashi"),
    ("斎藤", "サイトウ", "Saito"), ("山口", "ヤマグチ", "Yamaguchi"), ("森", "モリ", "Mori"),
    ("池田", "イケダ", "Ikeda"), ("橋本", "ハシモト", "Hashimoto"), ("石川", "イシカワ", "Ishikawa"),
    ("前田", "マエダ", "Maeda"), ("藤田", "フジタ", "Fujita"), ("岡田", "オカダ", "Okada"),
    ("長谷川", "ハセガワ", "Hasegawa"), ("村上", "ムラカミ", "Murakami"), ("近藤", "コンドウ", "Kondo"),
    ("石井", "イシイ", "Ishii"), ("坂本", "サカモト", "Sakamoto"), ("遠藤", "エンドウ", "Endo"),
    ("青木", "アオキ", "Aoki"), ("西村", "ニシムラ", "Nishimura"), ("福田", "フクダ", "Fukuda"),
    ("太田", "オオタ", "Ota"), ("三浦", "ミウラ", "Miura"), ("岡本", "オカモト", "Okamoto"),
    ("松田", "マツダ", "Matsuda"), ("中島", "ナカジマ", "Nakajima"), ("原田", "ハラダ", "Harada"),
    ("小野", "オノ", "Ono"), ("田村", "タムラ", "Tamura"), ("竹内", "タケウチ", "Takeuchi"),
    ("和田", "ワダ", "Wada"), ("中山", "ナカヤマ", "Nakayama"), ("石田", "イシダ", "Ishida"),
    ("上田", "ウエダ", "Ueda"), ("内田", "ウチダ", "Uchida"), ("柴田", "シバタ", "Shibata"),
    ("酒井", "サカイ", "Sakai"), ("宮崎", "ミヤザキ", "Miyazaki"), ("横山", "ヨコヤマ", "Yokoyama"),
    ("高木", "タカギ", "Takagi"), ("安藤", "アンドウ", "Ando"), ("大野", "オオノ", "Ono"),
    ("丸山", "マルヤマ", "Maruyama"), ("今井", "イマイ", "Imai"), ("比嘉", "ヒガ", "Higa"),
]  # fmt: skip

GIVENS: list[Name] = [
    ("陽菜", "ヒナ", "Hina"), ("蓮", "レン", "Ren"), ("結衣", "ユイ", "Yui"), ("悠真", "ユウマ", "Yuma"),
    ("美咲", "ミサキ", "Misaki"), ("翔太", "ショウタ", "Shota"), ("さくら", "サクラ", "Sakura"),
    ("大輔", "ダイスケ", "Daisuke"), ("恵子", "ケイコ", "Keiko"), ("健一", "ケンイチ", "Kenichi"),
    ("彩花", "アヤカ", "Ayaka"), ("拓海", "タクミ", "Takumi"), ("裕子", "ユウコ", "Yuko"),
    ("直樹", "ナオキ", "Naoki"), ("真理", "マリ", "Mari"), ("誠", "マコト", "Makoto"),
    ("千尋", "チヒロ", "Chihiro"), ("浩", "ヒロシ", "Hiroshi"), ("奈々", "ナナ", "Nana"),
    ("隆", "タカシ", "Takashi"), ("明美", "アケミ", "Akemi"), ("亮", "リョウ", "Ryo"),
    ("由紀", "ユキ", "Yuki"), ("和也", "カズヤ", "Kazuya"), ("香織", "カオリ", "Kaori"),
    ("修", "オサム", "Osamu"), ("智子", "トモコ", "Tomoko"), ("悟", "サトル", "Satoru"),
    ("麻衣", "マイ", "Mai"), ("優", "ユウ", "Yu"), ("久美子", "クミコ", "Kumiko"),
    ("俊介", "シュンスケ", "Shunsuke"), ("洋子", "ヨウコ", "Yoko"), ("航", "ワタル", "Wataru"),
    ("里奈", "リナ", "Rina"), ("康平", "コウヘイ", "Kohei"), ("典子", "ノリコ", "Noriko"),
    ("剛", "ツヨシ", "Tsuyoshi"), ("あかり", "アカリ", "Akari"), ("勇気", "ユウキ", "Yuuki"),
    ("文", "アヤ", "Aya"), ("圭", "ケイ", "Kei"), ("つばさ", "ツバサ", "Tsubasa"),
    ("紀子", "ノリコ", "Noriko"), ("駿", "シュン", "Shun"), ("葵", "アオイ", "Aoi"),
    ("実", "ミノル", "Minoru"), ("佳奈", "カナ", "Kana"), ("学", "マナブ", "Manabu"),
    ("瑞穂", "ミズホ", "Mizuho"), ("卓也", "タクヤ", "Takuya"), ("琴音", "コトネ", "Kotone"),
]  # fmt: skip

# Neighbours from elsewhere: family and given name as written in katakana on Japanese forms.
FROM_ELSEWHERE: list[tuple[str, str, str]] = [
    ("グエン", "ミン", "Minh Nguyen"), ("キム", "ジウ", "Jiwoo Kim"), ("ガルシア", "マリア", "Maria Garcia"),
    ("スミス", "エマ", "Emma Smith"), ("チェン", "ウェイ", "Wei Chen"), ("シャルマ", "プリヤ", "Priya Sharma"),
    ("マルタン", "ルイ", "Louis Martin"), ("オコロ", "アダ", "Ada Okoro"), ("シルバ", "ブルーノ", "Bruno Silva"),
    ("ブラウン", "ノア", "Noah Brown"), ("ラフマン", "サラ", "Sara Rahman"), ("ノバク", "ヤン", "Jan Novak"),
]  # fmt: skip
