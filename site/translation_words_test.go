package site_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy"
)

// TestBadWords: a message under each text at fault, and nothing is stored.
func TestBadWords(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		d := o.draft().Document
		words, order := d.Words()
		path := order[slices.IndexFunc(order, func(key string) bool { return strings.Contains(words[key], "{path}") })]
		properties := strings.TrimSuffix(path, ".path")
		for name, tt := range map[string]struct {
			words policy.Words
			key   string
			want  string
		}{
			"script link":   {policy.Words{"what-are-cookies-1": "[এখানে](javascript:alert(1))"}, "what-are-cookies-1", "A link starts with"},
			"a picture":     {policy.Words{"what-are-cookies-1": "![x](https://example.com/x.png)"}, "what-are-cookies-1", "no pictures"},
			"control signs": {policy.Words{"title": "ক\x00খ"}, "title", "no page can show"},
			"private use":   {policy.Words{"title": "ক\ue000"}, "title", "no page can show"},
			"bad UTF-8":     {policy.Words{"title": "ক\xff"}, "title", "no page can show"},
			"no letters":    {policy.Words{"title": "—"}, "title", "Please write something"},
			"a long title":  {policy.Words{"title": strings.Repeat("ক", 201)}, "title", "At most 200"},
			"a long text":   {policy.Words{"what-are-cookies-1": strings.Repeat("ক", 20_001)}, "what-are-cookies-1", "At most 20000"},
			"without path":  {policy.Words{path: "শুধু এক জায়গায়"}, path, "{path}"},
			"one of several": {
				policy.Words{properties + ".secure": "ঠিক আছে", properties + ".http_only": "…"},
				properties + ".http_only", "Please write something",
			},
			"a cookie":        {policy.Words{"cookie.prokken_refresh": "ক\x01"}, "cookie.prokken_refresh", "no page can show"},
			"an unknown text": {policy.Words{"title": "ক", "nowhere.title": "খ"}, policy.WordsField, `"nowhere.title"`},
			"a fact":          {policy.Words{"cookie.prokken_access.path": "/"}, policy.WordsField, `"cookie.prokken_access.path"`},
		} {
			invalid := invalidOf(t, o.edit(tt.words))
			if len(invalid) != 1 || !strings.Contains(invalid[tt.key], tt.want) {
				t.Errorf("%s: %v", name, invalid)
			}
		}
		fine := policy.Words{
			"title":              strings.Repeat("ক", 200),
			"what-are-cookies-1": strings.Repeat("ক", 20_000),
			path:                 "শুধু {path}",
			"cookies-we-use-1":   "এখানে দাবি আছে।",
			"contact-1":          "<script>alert(1)</script> & [লিংক](/legal)",
		}
		if o.translation().Saved {
			t.Error("something was stored")
		}
		if err := o.edit(fine); err != nil {
			t.Error(err)
		}
		many := policy.Words{}
		for _, key := range strings.Split(strings.Repeat("x-", 30), "-") {
			many[key+strings.Repeat("y", len(many))] = "z"
		}
		invalidOf(t, o.edit(many))
	})
}

// TestWordsFileOfADraft: what a translator takes home is read again the same.
func TestWordsFileOfADraft(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		source, _ := o.draft().Document.Words()
		words := policy.Words{}
		for key, text := range source {
			words[key] = "বাংলা: \"" + text + "\" #1\n\n- [x](/legal) '{path}'"
			if strings.HasSuffix(key, "title") {
				words[key] = "~ null: yes"
			}
		}
		delete(words, "contact-1")
		if err := o.edit(words); err != nil {
			t.Fatal(err)
		}
		file := o.translation().YAML()
		got, err := policy.ParseWords(string(file))
		if err != nil {
			t.Fatal(err)
		}
		words["contact-1"] = ""
		if diff := cmp.Diff(words, got); diff != "" {
			t.Error(diff)
		}
		if !strings.Contains(string(file), "\n# Cookie Policy\ntitle: ") {
			t.Errorf("the file begins %.300s", file)
		}
	})
}
