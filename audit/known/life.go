package known

import (
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/cookie/life"
)

const day = 24 * time.Hour

// maxLife is what browsers keep at most.
const maxLife = 400 * day

// readLife reads what people write of a cookie's life: "session", "2 years", "13
// months". 0 is what it cannot read; what is too long ends where browsers end it.
func readLife(text string) cookie.Lifetime {
	read, understood := life.Read(text)
	switch {
	case !understood:
		return 0
	case read.Session:
		return cookie.Session
	}
	return cookie.Lifetime(min(read.Length, maxLife))
}
