package auth

import (
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/auth/password"
)

type Keys = keys.Ring

func NewKeys(secret string, previous ...string) (Keys, error) { return keys.New(secret, previous...) }
func DevelopmentSecret(dir string) (string, error)            { return keys.DevelopmentSecret(dir) }
func MakeRoom(hashes int) int                                 { return password.MakeRoom(hashes) }
