package mails

import (
	"crypto/sha256"
	"encoding/base64"
)

// style is the look of every mail, in the colours of the pages. Mail programs that drop it show plain
// words and links.
const style = `
body { margin: 0; padding: 24px 12px; background: #fbfaf7; color: #1d2a2b; font: 16px/1.5 system-ui, sans-serif; }
.preview { display: none; max-height: 0; overflow: hidden; }
.mail { max-width: 560px; margin: 0 auto; padding: 24px; background: #ffffff; border: 1px solid #dcdcd2; border-radius: 8px; }
.name { margin: 0 0 20px; font-size: 18px; font-weight: 700; }
p { margin: 0 0 16px; overflow-wrap: anywhere; }
a { color: #0f6b5c; }
.button { display: inline-block; padding: 12px 20px; border-radius: 8px; background: #0f6b5c; color: #ffffff; font-weight: 600; text-decoration: none; }
.quiet { color: #566466; font-size: 14px; }
.foot { margin: 24px 0 0; padding-top: 16px; border-top: 1px solid #dcdcd2; color: #566466; font-size: 14px; }
@media (prefers-color-scheme: dark) {
  body { background: #12181a; color: #e6e8e4; }
  .mail { background: #1b2426; border-color: #344144; }
  a { color: #66c9b4; }
  .button { background: #66c9b4; color: #08211c; }
  .quiet, .foot { color: #a3afae; border-color: #344144; }
}
`

// StyleSource returns the source of the look for a content security policy: 'sha256-...'.
func StyleSource() string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// preview is what lists of mails show beside the subject.
func (m body) preview() string {
	if len(m.Paragraphs) == 0 {
		return ""
	}
	return m.Paragraphs[0]
}
