// Package account holds the pages of signing up, logging in and a member's own account.
// Start reading at [Account].
package account

import (
	"fmt"
	"strings"
	"time"

	"rsc.io/qr"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
)

// Security is how a member logs in. Must: they need a second factor.
type Security struct {
	Gone     string // the passkey that was removed, as browsers name it
	Factors  auth.Factors
	Must     bool
	Notice   string
	Log      []views.ActivityRow
	NewEmail string // as it was typed
	Invalid  validation.Errors
}

// TOTPForm offers an authenticator app its secret. QR is the path of an SVG
// image of Size by Size units.
type TOTPForm struct {
	Secret, Address string
	QR              QR
	Invalid         validation.Errors
}

// QR is a QR code as the path of an SVG image, with its quiet zone.
type QR struct {
	Path string
	Size int
}

// quietZone is the white around a code, in modules (ISO/IEC 18004).
const quietZone = 4

// QRCode draws the text.
func QRCode(text string) (QR, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return QR{}, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quietZone, y+quietZone)
			}
		}
	}
	return QR{Path: path.String(), Size: code.Size + 2*quietZone}, nil
}

func (q QR) viewBox() string { return fmt.Sprintf("0 0 %d %d", q.Size, q.Size) }

// grouped splits a secret into fours, for typing.
func grouped(secret string) string {
	var groups []string
	for len(secret) > 4 {
		groups, secret = append(groups, secret[:4]), secret[4:]
	}
	return strings.Join(append(groups, secret), " ")
}

// OwnData is what a member can do with what we know about them.
type OwnData struct {
	Notice, Problem string
	Exports         []ExportRow
	EraseAfter      *time.Time
	Agreed          []AgreedRow
}

// AgreedRow is a version of a policy that a member agreed to.
type AgreedRow struct {
	Title, Slug string
	Number      int64
	At          time.Time
}

// ExportRow is a copy of someone's data that was asked for.
type ExportRow struct {
	ID           string
	Ready        bool
	Asked, Until time.Time
}
