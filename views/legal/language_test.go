package legal

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views/display"
)

// TestEveryLanguageHasItsWords: none is empty, none keeps the English ones, and
// each has the same numbers and names put into it.
func TestEveryLanguageHasItsWords(t *testing.T) {
	for _, language := range append([]policy.Language{policy.Original}, policy.Languages...) {
		if language.Code == "" || language.Name == "" || language.English == "" || language.Direction == "" {
			t.Errorf("%+v", language)
		}
		words := wordsIn(language)
		if language != policy.Original && words == english {
			t.Errorf("%s has no words", language.English)
		}
		compareWords(t, language.English, reflect.ValueOf(english), reflect.ValueOf(words))
	}
}

func compareWords(t *testing.T, where string, want, have reflect.Value) {
	t.Helper()
	switch have.Kind() {
	case reflect.Struct:
		for i := range have.NumField() {
			compareWords(t, where+"."+have.Type().Field(i).Name, want.Field(i), have.Field(i))
		}
	case reflect.Array:
		for i := range have.Len() {
			compareWords(t, fmt.Sprintf("%s[%d]", where, i), want.Index(i), have.Index(i))
		}
	default:
		if strings.TrimSpace(have.String()) == "" ||
			strings.Count(have.String(), "%") != strings.Count(want.String(), "%") {
			t.Errorf("%s is %q", where, have)
		}
	}
}

// TestEnglishIsWhatTheDeclarationsPrint, so that moving the words here changed
// nothing on the page.
func TestEnglishIsWhatTheDeclarationsPrint(t *testing.T) {
	for _, life := range []cookie.Lifetime{cookie.Session, lasting(time.Second), lasting(90 * time.Second), lasting(24 * time.Hour), lasting(time.Hour), lasting(7 * 24 * time.Hour), 1} {
		if got := english.lifetime(life); got != life.String() {
			t.Errorf("%q, not %q", got, life)
		}
	}
	for _, category := range append([]cookie.Category{"unknown"}, cookie.Categories...) {
		if got := english.category(category); got != category.Words() {
			t.Errorf("%q, not %q", got, category.Words())
		}
	}
	if day := time.Date(2026, 4, 6, 0, 0, 0, 0, time.UTC); english.date(day) != display.LongDate(day) {
		t.Errorf("%q, not %q", english.date(day), display.LongDate(day))
	}
}

func TestNumbersInBangla(t *testing.T) {
	for got, want := range map[string]string{
		bangla.date(time.Date(2026, 4, 16, 0, 0, 0, 0, time.UTC)): "১৬ এপ্রিল, ২০২৬",
		bangla.lifetime(lasting(24 * time.Hour)):                  "২৪ ঘণ্টা",
		bangla.lifetime(lasting(7 * 24 * time.Hour)):              "৭ দিন",
		bangla.lifetime(lasting(time.Minute)):                     "১ মিনিট",
		bangla.lifetime(lasting(time.Second)):                     "১ সেকেন্ড",
		bangla.lifetime(cookie.Session):                           "ব্রাউজার বন্ধ করা পর্যন্ত",
		bangla.number("3.10."):                                    "৩.১০.",
		bangla.version(2):                                         "সংস্করণ ২",
	} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func lasting(d time.Duration) cookie.Lifetime { return cookie.Lifetime(d) }
