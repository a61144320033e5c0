package verification

import (
	"slices"
	"testing"
)

// TestMetas: what visitors can write is never in the head.
func TestMetas(t *testing.T) {
	const tag = `<meta name="prokken" content="t">`
	tests := map[string]struct {
		page  string
		found bool
	}{
		"head":                  {`<!DOCTYPE html><html lang=en><head>` + tag + `</head>`, true},
		"no head is written":    {`<!doctype html><title>x</title>` + tag, true},
		"capitals":              {`<HEAD><META NAME=PROKKEN CONTENT=t>`, true},
		"closed":                {`<head><link rel=x><base href=/><meta charset=utf-8><meta name='prokken' content='t'/></head>`, true},
		"after script and text": {`<head><script>if (a<b) "</head>"</script><style>a{}</style><!-- x --> <title>a</title> ` + tag, true},
		"after a template":      {`<head><template><p>x</p></template>` + tag, true},
		"after a noscript":      {`<head><noscript><style>a{}</style></noscript>` + tag, true},
		"byte order mark":       {"\ufeff<head>" + tag, true},
		"body":                  {`<head></head><body>` + tag, false},
		"body without its tag":  {`<head><title>x</title><p>` + tag, false},
		"text":                  {`<head>hello ` + tag, false},
		"after the head":        {`<head></head>` + tag, false},
		"comment":               {`<head><!-- ` + tag + ` -->`, false},
		"comment that is open":  {`<head><!-- ` + tag, false},
		"odd comment":           {`<head><! ` + `<meta name="prokken" content="t"`, false},
		"script":                {`<head><script>"` + tag + `"</script>`, false},
		"style":                 {`<head><style>` + tag + `</style>`, false},
		"title":                 {`<head><title>` + tag + `</title>`, false},
		"noscript":              {`<head><noscript>` + tag + `</noscript>`, false},
		"template":              {`<head><template>` + tag + `</template>`, false},
		"template in another":   {`<head><template><template></template>` + tag + `</template>`, false},
		"textarea":              {`<head><textarea>` + tag + `</textarea>`, false},
		"drawing":               {`<head><svg>` + tag + `</svg>`, false},
		"CDATA":                 {`<head><![CDATA[ > ]]>` + tag, false},
		"attribute":             {`<head><link title='` + tag + `'>`, false},
		"escaped":               {`<head><title>&lt;meta name="prokken" content="t"&gt;</title>`, false},
		"second name":           {`<head><meta name=x name=prokken content=t>`, false},
		"property":              {`<head><meta property=prokken content=t>`, false},
		"cut":                   {`<head><meta name="prokken" content="t"`, false},
	}
	for name, tt := range tests {
		if got := slices.Contains(metas([]byte(tt.page)), "t"); got != tt.found {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// FuzzMetas: nothing counts that stands behind the beginning of the body.
func FuzzMetas(f *testing.F) {
	for _, page := range []string{"", "<title>x", "</title>", "<template>", "</template><p>", "<script><!--<script>", "-->", "<!--", `"`, "<svg><style>"} {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, text string) {
		page := `<html><head><title>x</title></head><body>` + text + `<meta name="prokken" content="t">`
		if len(metas([]byte(page))) > 0 {
			t.Errorf("found in the body of %q", page)
		}
	})
}
