"""Every sentence of the hosted pages, in English and Japanese."""

_WORDS: dict[str, tuple[str, str]] = {
    # Frame
    "test_mode": ("Test mode: no real money moves.", "テストモードです。実際のお金は動きません。"),
    "merchant": ("Tomoni", "ともに"),
    "back": ("Back to {merchant}", "「{merchant}」にもどる"),
    "errors_one": ("Please check one thing", "ご確認ください"),
    "errors_bank": ("Your payment did not go through", "お支払いができませんでした"),
    "errors_many": ("Please check these {n} things", "{n}つの項目をご確認ください"),
    # Checkout
    "checkout_title": ("Payment to {merchant}", "「{merchant}」へのお支払い"),
    "donate_title": ("Gift to {merchant}", "「{merchant}」へのご寄付"),
    "your_payment": ("Your payment to", "お支払い先"),
    "your_gift": ("Your gift to", "ご寄付先"),
    "per_month": ("a month", "毎月"),
    "quantity": ("{n} × {each}", "{each} × {n}"),
    "total": ("Total", "合計"),
    "monthly_note": (
        "The same amount is charged every month until you stop. You can stop at any time.",
        "毎月、同じ金額をお支払いいただきます。いつでもやめられます。",
    ),
    "how_to_pay": ("How would you like to pay?", "お支払い方法"),
    "card": ("Card", "カード"),
    "card_hint": ("Paid at once", "すぐに完了します"),
    "konbini": ("Convenience store", "コンビニ"),
    "konbini_hint": ("Pay in cash within {n} days", "{n}日以内に店頭でお支払い"),
    "konbini_hint_today": ("Pay in cash today", "本日中に店頭でお支払い"),
    "konbini_next": (
        "On the next page we show you a number. Take it to FamilyMart, Lawson, Ministop or Seicomart and pay in cash.",
        "次の画面でお支払い番号をご案内します。ファミリーマート、ローソン、ミニストップ、"
        "セイコーマートの店頭でお支払いください。",
    ),
    "number": ("Card number", "カード番号"),
    "expiry": ("Expiry (month / year)", "有効期限（月 / 年）"),
    "cvc": ("Security code", "セキュリティコード"),
    "cvc_help": ("The 3 digits on the back", "カード裏面の3けた"),
    "name": ("Name", "お名前"),
    "name_help": ("As it is on your card", "カードに書かれているとおりに"),
    "name_help_both": (
        "As on your card, or the name for the till",
        "カードのお名前、または店頭でのお名前",
    ),
    "email": ("E-mail", "メールアドレス"),
    "email_help": ("Your receipt goes here", "お支払いの控えをお送りします"),
    "pay": ("Pay {amount}", "{amount}を支払う"),
    "give": ("Give {amount}", "{amount}を寄付する"),
    "subscribe": ("Pay {amount} a month", "毎月{amount}を支払う"),
    "give_monthly": ("Give {amount} a month", "毎月{amount}を寄付する"),
    "test_cards": ("Test cards", "テストカード"),
    "test_cards_hint": (
        "Choose one to fill in the form. Only these numbers work here.",
        "選ぶとフォームに入力されます。ここで使えるのは下の番号だけです。",
    ),
    "does_pay": ("Pays", "支払いが完了します"),
    "does_secure": ("Asks for 3-D Secure", "3Dセキュアの認証に進みます"),
    "does_fail_later": ("Pays now, fails at the renewal", "今回は完了し、次回の更新で失敗します"),
    "does_no_funds": ("Declined: not enough money", "残高不足で断られます"),
    "does_decline": ("Declined", "カード会社に断られます"),
    "does_expired": ("Declined: expired", "期限切れで断られます"),
    "does_bad_cvc": ("Declined: wrong security code", "セキュリティコード違いで断られます"),
    "does_processing": ("Declined: an error on the way", "処理中のエラーで断られます"),
    "does_dispute": ("Pays, then is disputed", "完了後、異議申し立てを受けます"),
    "does_refund_late": ("Pays; a refund stays pending", "完了後、返金が保留になります"),
    "does_refund_fail": ("Pays; a refund fails", "完了後、返金が失敗します"),
    # What a form may say
    "method_missing": ("Choose how you would like to pay.", "お支払い方法を選んでください。"),
    "number_missing": ("Enter your card number.", "カード番号を入力してください。"),
    "number_wrong": (
        "This card number is not complete or has a slip in it. Please compare it with your card.",
        "カード番号が正しくないようです。カードと見比べてください。",
    ),
    "number_real": (
        "This is not a test card. In test mode, use one of the test cards below; never a real card.",
        "テストカードではありません。テストモードでは、下のテストカードをお使いください。"
        "本物のカードは入力しないでください。",
    ),
    "expiry_missing": (
        "Enter the month and year, for example 12 / 30.",
        "有効期限を月と年で入力してください（例：12 / 30）。",
    ),
    "expiry_past": (
        "This card's expiry date has passed. Please use another card.",
        "カードの有効期限が過ぎています。別のカードをお使いください。",
    ),
    "cvc_missing": (
        "Enter the 3 digits on the back of your card.",
        "カード裏面の3けたの数字を入力してください。",
    ),
    "name_missing": ("Enter your name.", "お名前を入力してください。"),
    "email_missing": ("Enter your e-mail address.", "メールアドレスを入力してください。"),
    "email_wrong": (
        "This e-mail address does not look complete, for example name@example.org.",
        "メールアドレスの形をご確認ください（例：name@example.org）。",
    ),
    "cvc_again": (
        "For your safety, please enter the security code again.",
        "安全のため、セキュリティコードはもう一度入力してください。",
    ),
    # What a bank may say
    "generic_decline": (
        "Your card was declined. Nothing was charged. Please try another card or ask your bank.",
        "カードが使えませんでした。お支払いは行われていません。"
        "別のカードをお試しいただくか、カード会社にお問い合わせください。",
    ),
    "insufficient_funds": (
        "There is not enough money on this card. Nothing was charged. Please try another card or another way to pay.",
        "カードの残高が足りません。お支払いは行われていません。別のカードか、別のお支払い方法をお試しください。",
    ),
    "expired_card": (
        "Your bank says that this card has expired. Nothing was charged. Please try another card.",
        "カードの有効期限が切れています。お支払いは行われていません。別のカードをお試しください。",
    ),
    "incorrect_cvc": (
        "The security code is not right. Nothing was charged. Please compare the 3 digits with your card.",
        "セキュリティコードが正しくありません。お支払いは行われていません。カード裏面の3けたをご確認ください。",
    ),
    "processing_error": (
        "Something went wrong on the way to your bank. Nothing was charged. Please try again in a moment.",
        "カード会社との通信でエラーが起きました。お支払いは行われていません。少し待ってから、もう一度お試しください。",
    ),
    "proof_failed": (
        "Your bank could not confirm that it is you. Nothing was charged. Please try again or use another card.",
        "ご本人の確認ができませんでした。お支払いは行われていません。"
        "もう一度お試しいただくか、別のカードをお使いください。",
    ),
    # 3-D Secure
    "proof_title": ("Confirm your payment", "ご本人の確認"),
    "proof_text": (
        "Your bank would like to know that it is you who pays {amount} to {merchant} with the card ending in {last4}.",
        "下4けた {last4} のカードで、「{merchant}」に{amount}をお支払いになるのがご本人であることを、"
        "カード会社が確認しています。",
    ),
    "proof_test": (
        "In test mode you decide how your bank answers.",
        "テストモードでは、結果を選べます。",
    ),
    "proof_complete": ("Confirm", "認証する"),
    "proof_fail": ("Let it fail", "失敗させる"),
    # Voucher
    "voucher_title": ("Pay at a convenience store", "コンビニでのお支払い"),
    "voucher_to": ("To", "お支払い先"),
    "voucher_until": ("Pay by", "お支払い期限"),
    "voucher_how": (
        "Choose your store and show these numbers at its terminal or till.",
        "お店を選び、店頭の端末またはレジで番号をお伝えください。",
    ),
    "payment_code": ("Payment code", "払込番号"),
    "confirmation_number": ("Confirmation number", "確認番号"),
    "familymart": ("FamilyMart", "ファミリーマート"),
    "lawson": ("Lawson", "ローソン"),
    "ministop": ("Ministop", "ミニストップ"),
    "seicomart": ("Seicomart", "セイコーマート"),
    "till_text": (
        "Nobody has to walk to the store in test mode.",
        "テストモードでは、お店に行かずに試せます。",
    ),
    "till_pay": ("Pay now at the till", "いま店頭で支払う"),
    "till_expire": ("Let it expire", "期限切れにする"),
    "voucher_paid": ("Paid. Thank you.", "お支払いを受け付けました。ありがとうございます。"),
    "voucher_expired": (
        "This number has expired, and nothing was paid. You can start again on the site.",
        "お支払い期限が過ぎました。お支払いは行われていません。サイトからもう一度お手続きください。",
    ),
    "voucher_canceled": (
        "This payment was cancelled. There is nothing to pay.",
        "このお支払いは取り消されました。お支払いの必要はありません。",
    ),
    # Expired and done sessions
    "expired_title": ("This page has expired", "このページの有効期限が切れました"),
    "expired_text": (
        "Nothing was charged. Please go back and start again; it takes only a minute.",
        "お支払いは行われていません。お手数ですが、もとのサイトからもう一度お手続きください。",
    ),
    # Portal
    "portal_title": ("Your monthly gifts", "毎月のご寄付"),
    "portal_for": ("{name}, {email}", "{name}（{email}）"),
    "portal_none": (
        "You have no monthly gifts. When you start one, you can look after it here.",
        "毎月のご寄付はまだありません。始められると、ここで確認や変更ができます。",
    ),
    "plan_active": ("Active", "ご利用中"),
    "plan_ending": ("Ends {date}", "{date}に終了"),
    "plan_past_due": ("Payment failed", "お支払いに失敗"),
    "plan_canceled": ("Ended {date}", "{date}に終了しました"),
    "plan_next": ("Next payment", "次のお支払い"),
    "plan_retry": ("We try again", "次のお支払い予定"),
    "plan_card": ("Card", "カード"),
    "plan_past_due_text": (
        "Your last payment did not go through. Please change your card; we then try again at once.",
        "前回のお支払いができませんでした。カードを変更していただくと、すぐにもう一度お支払いを試みます。",
    ),
    "plan_cancel": ("Stop this gift", "寄付をやめる"),
    "plan_cancel_note": (
        "It stays active until {date}. Nothing is charged after that.",
        "{date}までは続き、その後のお支払いはありません。",
    ),
    "plan_resume": ("Keep giving", "寄付を続ける"),
    "plan_change": ("Change card", "カードを変更"),
    "plan_save": ("Use this card", "このカードにする"),
    "card_ending": ("{brand} ending in {last4}", "{brand} 下4けた {last4}"),
    "saved": ("Saved.", "保存しました。"),
    # A page that is not there
    "lost_title": ("There is no such page", "ページが見つかりません"),
    "lost_text": (
        "The sandbox does not know this address. It may belong to an earlier start.",
        "このアドレスは見つかりませんでした。以前に起動したときのものかもしれません。",
    ),
    "refused_title": ("That did not work", "うまくいきませんでした"),
    # Board
    "board_title": ("Payment sandbox", "決済サンドボックス"),
    "board_lead": (
        "Steer payments with the mouse: what a payer, a bank or a store would do.",
        "支払う人、銀行、お店の動きを、ここからマウスで試せます。",
    ),
    "board_sessions": ("Open checkouts", "手続き中のお支払い"),
    "board_vouchers": ("Vouchers that wait", "お支払い待ちの番号"),
    "board_plans": ("Monthly plans", "毎月のプラン"),
    "board_charges": ("Recent payments", "最近のお支払い"),
    "board_returns": ("What goes back", "返金と異議申し立て"),
    "board_payouts": ("Payouts to the bank", "銀行への入金"),
    "board_succeed": ("Let succeed", "完了させる"),
    "board_fail": ("Let fail", "失敗させる"),
    "board_win": ("Decide for us", "こちらの勝ちに"),
    "board_lose": ("Decide against us", "こちらの負けに"),
    "board_arrive": ("Let arrive", "着金させる"),
    "status_refund_waits": ("refund on its way", "返金の途中"),
    "payout_in_transit": ("on its way", "送金中"),
    "payout_paid": ("arrived", "着金済み"),
    "payout_failed": ("sent back", "差し戻し"),
    "board_deliveries": ("Recent webhooks", "最近のWebhook"),
    "board_clock": ("Clock", "時計"),
    "board_faults": ("Faults", "障害"),
    "board_none": ("None at the moment.", "いまはありません。"),
    "board_now": ("Now", "現在"),
    "board_day": ("+1 day", "1日進める"),
    "board_four_days": ("+4 days", "4日進める"),
    "board_month": ("+31 days", "31日進める"),
    "board_open": ("Open", "開く"),
    "board_voucher": ("Voucher", "番号を見る"),
    "board_pay": ("Pay at the till", "店頭で支払う"),
    "board_expire": ("Let expire", "期限切れに"),
    "board_renew": ("Renew", "更新する"),
    "board_renew_fail": ("Fail a renewal", "更新を失敗させる"),
    "board_refund": ("Refund", "返金する"),
    "board_dispute": ("Dispute", "異議申し立て"),
    "board_resend": ("Send again", "再送する"),
    "board_add_fault": ("Add", "追加"),
    "board_faults_lead": (
        "A fault strikes once: the next event or call, and then all is well again.",
        "障害は一度だけ起こります。次のイベントか呼び出しに影響し、その後は元に戻ります。",
    ),
    "board_waiting": ("Waiting to strike", "待機中"),
    "fault_duplicate": ("Send an event twice", "イベントを2回送る"),
    "fault_delay": ("Delay an event", "イベントを遅らせる"),
    "fault_drop": ("Lose an event", "イベントを失う"),
    "fault_reorder": ("Send an event after the next", "順番を入れ替える"),
    "fault_bad_signature": ("Sign an event wrongly", "署名を誤る"),
    "fault_api_500": ("Answer a call with 500", "呼び出しに500を返す"),
    "fault_late_balance": ("Make a fee late", "手数料の確定を遅らせる"),
    "status_succeeded": ("paid", "支払い済み"),
    "status_failed": ("declined", "失敗"),
    "status_refunded": ("refunded", "返金済み"),
    "status_partly_refunded": ("partly refunded", "一部返金済み"),
    "status_disputed": ("disputed", "異議申し立て"),
    "state_waiting": ("waiting", "待機中"),
    "state_delivered": ("delivered", "配信済み"),
    "state_failed": ("failed, will be retried", "失敗（再試行します）"),
    "state_gave_up": ("given up", "中止"),
    "state_dropped": ("lost on purpose", "故意に喪失"),
}


class Words:
    """The sentences of one language, "ja" or "en"."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **facts: object) -> str:
        english, japanese = _WORDS[key]
        sentence = japanese if self.language == "ja" else english
        return sentence.format(**facts) if facts else sentence


def language_of(locale: str | None, accepted: str) -> str:
    """The page's language: what the caller chose, else the browser's first wish, else Japanese."""
    if locale and locale != "auto":
        return "ja" if locale == "ja" else "en"
    wishes = [_wish(part) for part in accepted.split(",") if part.strip()]
    for _, code in sorted(wishes, key=lambda wish: -wish[0]):
        if code in ("ja", "en"):
            return code
    return "ja"


def _wish(part: str) -> tuple[float, str]:
    code, _, weight = part.partition(";q=")
    try:
        return float(weight or 1), code.strip().split("-")[0].lower()
    except ValueError:
        return 0.0, code
