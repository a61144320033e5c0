package web

// What answers are.
const (
	TypeJSON = "application/json"
	TypeAtom = "application/atom+xml; charset=utf-8"
	TypeXML  = "application/xml; charset=utf-8"
	TypeText = "text/plain; charset=utf-8"
	TypeHTML = "text/html; charset=utf-8"
)
