package auth

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/credentials"
)

// A recovery code is sixteen characters in four groups. The first group finds
// the code among a user's ten; the other three are the secret, 60 random bits,
// and hashed like a password.
const (
	recoveryCodes = 10
	codeGroup     = 4
	codeLength    = 16
)

// newRecoveryCode returns a code as it is shown.
func newRecoveryCode() string {
	text := rand.Text()[:codeLength]
	return strings.Join([]string{text[0:4], text[4:8], text[8:12], text[12:16]}, "-")
}

// splitRecoveryCode reads a code however it was typed.
func splitRecoveryCode(typed string) (selector, secret string, ok bool) {
	code := strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(typed))
	other := func(r rune) bool { return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", r) }
	if len(code) != codeLength || strings.ContainsFunc(code, other) {
		return "", "", false
	}
	return code[:codeGroup], code[codeGroup:], true
}

// hashCodes makes new recovery codes: as they are shown, once, and as they are
// stored. That is slow, and done before the transaction.
func (s *SecondFactors) hashCodes(
	ctx context.Context, userID uuid.UUID,
) (shown []string, rows []credentials.RecoveryCode, err error) {
	selectors := map[string]bool{}
	for len(rows) < recoveryCodes {
		code := newRecoveryCode()
		selector, secret, _ := splitRecoveryCode(code)
		if selectors[selector] {
			continue
		}
		hash, err := s.hasher.Hash(ctx, secret)
		if err != nil {
			return nil, nil, err
		}
		selectors[selector] = true
		shown = append(shown, code)
		rows = append(rows, credentials.RecoveryCode{
			ID: models.NewID(), UserID: userID, Selector: selector, Hash: hash, CreatedAt: s.now(),
		})
	}
	return shown, rows, nil
}
