package walk

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prokken/prokken/audit/browser"
)

// memberPages is about how many pages a member sees.
const memberPages = 12

// asMember makes an account where one is wanted, logs in, looks at what only
// members see, goes to pay as far as the site goes itself, and tries out which
// cookies the log-in needs.
func (w *walker) asMember(t *browser.Tab) string {
	if w.Account.Outbox != "" {
		if trouble := w.signUp(t); trouble != "" {
			return trouble
		}
	}
	home, trouble := w.logIn(t)
	if trouble != "" {
		return trouble
	}
	w.seeAccount(t, home)
	if w.Account.Guest {
		return w.whetherStillIn(t, home)
	}
	w.goToPay(t)
	w.Member.LoggedIn(t, home)
	return ""
}

// signUp makes the account and confirms its address; what it returns is why it could not.
func (w *walker) signUp(t *browser.Tab) string {
	if p := w.open(t, w.Client.At("/signup")); p.Status != 200 {
		return "There is no page to sign up at /signup."
	}
	if !w.submit(t, "/signup", fillIn(w.Account.Email, w.Account.Password)) {
		return "The form at /signup could not be filled in."
	}
	link := w.mailedLink()
	if link == "" {
		return "The mail that confirms the address did not come."
	}
	w.open(t, link)
	w.submit(t, "/verify", `document.querySelector('form[action="/verify"] button')?.click() ?? false; return true`)
	return ""
}

// submit has a script send a form, and waits for the page that follows.
func (w *walker) submit(t *browser.Tab, path, script string) bool {
	w.notify(w.Client.At(path))
	sent := t.Send(w.Client.At(path), script)
	w.pages.done++
	return sent
}

// fillIn fills the form that has a password, as a person would.
func fillIn(email, password string) string {
	e, _ := json.Marshal(email)
	p, _ := json.Marshal(password)
	return fmt.Sprintf(`
	const field = [...document.querySelectorAll('input[type=password]')].find(e => e.getClientRects().length > 0), form = field?.form;
	const who = form?.querySelector('input[type=email], input[name=email], input[name=username], input[type=text]');
	if (!who) return false;
	const put = (e, text) => {
		Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, text);
		e.dispatchEvent(new Event('input', {bubbles: true}));
		e.dispatchEvent(new Event('change', {bubbles: true}));
	};
	put(who, %s);
	put(field, %s);
	for (const box of form.querySelectorAll('input[type=checkbox][required]')) box.checked = true;
	form.requestSubmit(form.querySelector('button[type=submit], input[type=submit], button:not([type])'));
	return true`, e, p)
}

// seeAccount opens what the anonymous visitor did not find, from where the log-in leads.
func (w *walker) seeAccount(t *browser.Tab, home string) {
	links := t.Links()
	w.open(t, home)
	for _, link := range slices.Concat(links, t.Links()) {
		if len(t.Pages) >= memberPages || t.Ended() {
			return
		}
		if link != home && !slices.Contains(w.walked, link) && !t.Visited(link) && !w.skips(link) &&
			w.Robots.Allows(link) && !w.mayAct(link) {
			w.open(t, link)
		}
	}
}

// mayAct reports whether the link may do something to the account of somebody else's site: log out, cancel,
// buy. What is audited there is looked at alone.
func (w *walker) mayAct(link string) bool {
	if read, err := url.PathUnescape(link); err == nil {
		link = read
	}
	return w.Account.Guest && doesSomething().MatchString(link)
}

// doesSomething matches addresses that sound as if asking for them were an act, in the languages that
// most websites are written in. What it leaves out wrongly is not seen, and reported as that.
var doesSomething = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + strings.Join(actWords, "|"))
})

// actWords are expressions for what addresses of acts have in them, a language or some a line.
var actWords = []string{
	`(log|sign)[-_]?(out|off)|cancel|close|deactivat|disable|delete|remove|reset|revoke|regenerate|checkout|purchase|/buy|/pay|` +
		`add[-_]to[-_]cart|subscribe|confirm|approve|accept|action=`,
	`abmeld|ausloggen|l(ö|oe)sch|entfern|k(ü|ue)ndig|storn|best(ä|ae)tig|bestell|kauf|bezahl|zahlung|/kasse|warenkorb|deaktiv|abo(nn|-)`,
	`d(é|e)connexion|supprim|r(é|e)sili|annul|acheter|achat|payer|paiement|/panier|command(e|er)\b|d(é|e)sinscri|d(é|e)sactiv|valider`,
	`cerrar|salir|elimin|borrar|cancelar|comprar|compra\b|pagar|/pago|carrito|desactiv|dar(se)?-de-baja|aceptar`,
	`disconn|/esci\b|disdi|annulla|acquist|paga(re|mento)|carrello|disattiv|conferma|accetta`,
	`excluir|apagar|remover|/sair\b|carrinho|desinscre|confirmar|aceitar`,
	`uitlog|afmeld|verwijder|opzeg|annuleer|kopen|betal|winkelwagen|bevestig`,
	`wylog|usu[nń]|anuluj|kup(uj)?\b|zap[lł]a[cć]|koszyk|potwierd|zrezygnuj`,
	`logg?a?[-_]?ut|slett|radera|betala|k(ö|o)p\b|kassa\b`,
	`[cç][ıi]k[ıi][sş]|/sil\b|iptal|sat[ıi]n-?al|(ö|o)deme|sepet`,
	`выйти|выход|удал|отмен|купить|оплат|корзин|подтверд|вийти|видал|скасув`,
	`ログアウト|退会|削除|解約|購入|退出|注销|登出|删除|取消|购买|支付|로그아웃|탈퇴|삭제|취소|구매|결제`,
}

// goToPay presses the first button to buy, and stops at the redirect that would
// lead to the payment page.
func (w *walker) goToPay(t *browser.Tab) {
	if p := w.open(t, w.Client.At("/pricing")); p.Status != 200 {
		return
	}
	const press = `const b = document.querySelector('form[action$="/checkout"] button'); b?.click(); return !!b`
	found := false
	left := t.Holding(func() { found = w.submit(t, "/billing/checkout", press) })
	if found && len(left) > 0 {
		t.Excuse() // it led to the payment page, which is another site's
	}
}

// mailedLink waits for the mail that confirms the address.
func (w *walker) mailedLink() string {
	for giveUp := time.Now().Add(w.Limits.Page); time.Now().Before(giveUp) && w.ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		text, _, err := w.Client.Get(w.ctx, w.Account.Outbox, 16<<20)
		var mails []struct{ To, Text string }
		if err != nil || json.Unmarshal(text, &mails) != nil {
			continue
		}
		for _, m := range mails {
			if link := confirmation.FindString(m.Text); strings.EqualFold(m.To, w.Account.Email) && link != "" {
				return link
			}
		}
	}
	return ""
}

var confirmation = regexp.MustCompile(`https?://\S+/verify\?token=\S+`)
