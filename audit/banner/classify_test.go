package banner_test

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/audit/banner"
)

// within are labels as they stand in questions about cookies.
var within = map[banner.Kind]string{
	banner.Accept: `Accept all|Accept|I accept|Accept all cookies|Accept cookies|Agree|I agree|Agree and close|Allow all|Allow cookies|Allow all cookies
Accept & continue|Accept and continue|Yes, I agree|Yes|Consent|Enable all|I consent to cookies|OK, accept all|Accept All & Visit Site|Yes, I'm happy
Accept additional cookies|Agree to all|Accept recommended settings cookies all
Aceptar|Aceptar todo|Aceptar todas|Aceptar todas las cookies|Acepto|Permitir todas|Aceptar y cerrar|Aceptar y continuar
Alle akzeptieren|Akzeptieren|Alle Cookies akzeptieren|Zustimmen|Allen zustimmen|Alle zulassen|Cookies zulassen|Einverstanden|Ich stimme zu|Akzeptieren und weiter|Alle annehmen|Alle Cookies erlauben|Zustimmen und weiter
Tout accepter|Accepter|J’accepte|Accepter et fermer|Accepter tous les cookies|Autoriser tous les cookies|Tout autoriser|Accepter & Fermer|D'accord|OK, tout accepter
Aceitar|Aceitar tudo|Aceitar todos|Aceitar todos os cookies|Concordo|Permitir todos|Concordar e fechar
Accetta|Accetta tutti|Accetta tutto|Accetto|Accetta tutti i cookie|Acconsento|Accetta e continua|Accetta e chiudi
Accepteren|Alles accepteren|Alle cookies accepteren|Akkoord|Alle cookies toestaan|Alles toestaan|Ik ga akkoord|Ja, ik accepteer cookies
Akceptuję|Zaakceptuj wszystkie|Akceptuj wszystkie|Zgadzam się|Zezwól na wszystkie|Akceptuję wszystkie pliki cookie|Przejdź do serwisu i zgadzam się
Принять|Принять все|Принять все cookie|Согласен|Я согласен|Разрешить все|Принимаю|Принять и закрыть
Kabul et|Tümünü kabul et|Kabul ediyorum|Tüm çerezleri kabul et|İzin ver|Hepsini kabul et|Tümüne izin ver
すべて同意する|同意する|すべてのクッキーを受け入れる|すべて許可|すべて受け入れる|Cookieを許可する|同意して続行する|すべてのCookieを許可
全部接受|接受所有|同意|接受所有 Cookie|全部同意|我同意|允许全部|接受全部Cookie|同意并继续|接受
Acceptera alla|Godkänn alla|Godkänn alla cookies|Accepter alle|Tillad alle|Přijmout vše|Souhlasím|Αποδοχή όλων|Αποδοχή|Hyväksy kaikki|Hyväksy kaikki evästeet`,
	banner.Refuse: `Reject all|Reject|Decline|Deny|Refuse|Refuse all|Decline all|Reject all cookies|Deny all|Disagree|I do not agree|Disagree and close|Do not accept|I decline
Only necessary|Necessary only|Necessary cookies only|Essential only|Only essential cookies|Accept only essential cookies|Use necessary cookies only|Strictly necessary only|Accept necessary cookies|Allow essential cookies|Reject additional cookies
Reject non-essential cookies|Decline optional cookies|Continue without accepting|Continue without agreeing|No|No, thanks|No thanks|Reject optional|Reject non essential|Don't allow|Do not consent|Allow necessary cookies|Refuse non-essential cookies|Only required|Essential cookies only|Continue with only necessary cookies|Reject & continue|No, I do not accept
Rechazar|Rechazar todo|Rechazar todas|Rechazar todas las cookies|Solo necesarias|Solo las necesarias|Continuar sin aceptar|No acepto|Denegar|Rechazar cookies opcionales|Aceptar solo necesarias|Usar solo cookies necesarias
Alle ablehnen|Ablehnen|Nur notwendige|Nur notwendige Cookies|Nur essenzielle Cookies akzeptieren|Weiter ohne Einwilligung|Weiter ohne Zustimmung|Nur erforderliche|Nicht zustimmen|Nur technisch notwendige|Nein|Nein, danke|Ohne Zustimmung fortfahren|Nur erforderliche Cookies|Alles ablehnen|Notwendige Cookies akzeptieren|Verweigern
Tout refuser|Refuser|Continuer sans accepter|Je refuse|Refuser tout|Refuser tous les cookies|Uniquement nécessaires|Non merci|Non, merci|Refuser les cookies|Accepter uniquement les cookies nécessaires|Cookies nécessaires uniquement|Je n'accepte pas|Interdire tous les cookies
Rejeitar|Rejeitar tudo|Rejeitar todos|Recusar|Apenas necessários|Recusar todos|Somente necessários|Não aceito|Continuar sem aceitar|Rejeitar cookies opcionais
Rifiuta|Rifiuta tutti|Rifiuta tutto|Continua senza accettare|Solo necessari|Solo cookie necessari|Non accetto|Nega|Accetta solo i necessari|Rifiuto|Usa solo i cookie necessari
Weigeren|Alles weigeren|Alle cookies weigeren|Alleen noodzakelijke|Alleen noodzakelijke cookies|Alles afwijzen|Afwijzen|Niet akkoord|Nee|Nee, bedankt|Doorgaan zonder te accepteren|Alleen functionele cookies
Odrzuć|Odrzuć wszystkie|Tylko niezbędne|Nie zgadzam się|Odrzuć wszystko|Tylko niezbędne pliki cookie|Odmów|Kontynuuj bez zgody|Nie akceptuję|Nie wyrażam zgody
Отклонить|Отклонить все|Только необходимые|Отказаться|Не согласен|Отклонить все cookie|Продолжить без согласия|Запретить все|Отказаться от всех|Только необходимые файлы cookie
Reddet|Tümünü reddet|Yalnızca gerekli|Sadece gerekli çerezler|Hepsini reddet|Kabul etmiyorum|Tüm çerezleri reddet|Yalnızca zorunlu çerezler|Kabul etmeden devam et
すべて拒否する|拒否する|必須のみ|必要なCookieのみ|拒否|すべて拒否|同意しない|必要なクッキーのみ許可|必須Cookieのみ|すべてのクッキーを拒否する
全部拒绝|拒绝|仅必要|仅接受必要的|拒绝所有|不同意|拒绝全部|仅限必要 Cookie|拒绝所有Cookie|只接受必要Cookie|仅使用必要的Cookie
Avvisa alla|Neka alla|Endast nödvändiga|Afvis alle|Kun nødvendige|Odmítnout vše|Pouze nezbytné|Απόρριψη όλων|Μόνο τα απαραίτητα|Hylkää kaikki|Vain välttämättömät`,
	banner.Manage: `Manage preferences|Cookie settings|Settings|Customize|Customise|Manage options|Manage cookies|Preferences|More options|Let me choose|Cookie preferences|Manage consent|Set preferences
Configurar|Gestionar cookies|Personalizar|Einstellungen|Cookie-Einstellungen|Anpassen|Einstellungen verwalten|Paramétrer|Personnaliser|Gérer les cookies|Paramètres des cookies|Personalizza|Impostazioni cookie|Gerenciar preferências
Instellingen|Voorkeuren beheren|Ustawienia|Dostosuj|Настроить|Настройки|Ayarlar|Çerez ayarları|設定|Cookieの設定|设置|管理 Cookie|Inställningar`,
	banner.Save:        `Save|Save settings|Save preferences|Confirm my choices|Save and exit|Accept selected|Allow selection|Auswahl erlauben|Auswahl speichern|Speichern|Enregistrer|Guardar preferencias|Salva|Opslaan|Zapisz|Сохранить|Kaydet|設定を保存|保存`,
	banner.Acknowledge: `OK|Got it|Got it!|I understand|Understood|Close|Continue|Verstanden|Entendido|J'ai compris|Ho capito|Begrepen|Rozumiem|Понятно|Anladım|知道了|了解`,
	banner.None:        `Learn more|Cookie policy|Privacy policy|Read more|Mehr erfahren|En savoir plus|Más información|Datenschutzerklärung|Powered by Cookiebot|Impressum`,
}

// TestLabelsWithin: what the buttons of questions about cookies say in twelve languages.
func TestLabelsWithin(t *testing.T) {
	for kind, all := range within {
		missed, total := 0, 0
		for _, label := range strings.FieldsFunc(all, func(r rune) bool { return r == '|' || r == '\n' }) {
			total++
			if got := banner.Classify(label, true).Kind; got != kind {
				missed++
				t.Errorf("%q is %q, want %q", label, got, kind)
			}
		}
		t.Logf("%s: %d of %d", kind, total-missed, total)
	}
}

// TestLabelsElsewhere: where nothing speaks of cookies only what speaks of them itself counts.
func TestLabelsElsewhere(t *testing.T) {
	for _, label := range strings.Split("Accept all|Alle Cookies akzeptieren|Reject all|Tout refuser|Accept cookies|Nur notwendige Cookies", "|") {
		if got := banner.Classify(label, false); got.Kind == banner.None || !got.Strong {
			t.Errorf("%q is %+v", label, got)
		}
	}
	for _, label := range strings.Split("Accept|Decline|OK|Accept invitation|Accept all terms of sale|Reject offer|Close|No|Yes|Settings|Sign up|Add to cart", "|") {
		if got := banner.Classify(label, false); got.Strong {
			t.Errorf("%q is %+v", label, got)
		}
	}
}

// TestQuestionsAreNoAnswers: what unfolds an answer to a question gives no answer to one, within a
// question about cookies or not; a way back may ask.
func TestQuestionsAreNoAnswers(t *testing.T) {
	for _, label := range []string{"Is this a consent banner?", "Do you accept cookies?", "Cookies akzeptieren?", "同意する？", "Reject all cookies?"} {
		for _, within := range []bool{true, false} {
			if got := banner.Classify(label, within); got.Kind != banner.None {
				t.Errorf("%q is %+v", label, got)
			}
		}
	}
}

// TestSpellings: what reads the same is the same.
func TestSpellings(t *testing.T) {
	for _, label := range []string{
		"  ACCEPT\u00a0ALL ", "Ac\u00adcept all", "Accept\u200b all", "Accept all →", "✓ Accept all!", "Ａｃｃｅｐｔ all", "accept-all", "Accept all\ncookies.",
	} {
		if got := banner.Classify(label, false); got.Kind != banner.Accept || !got.Strong {
			t.Errorf("%q is %+v", label, got)
		}
	}
}
