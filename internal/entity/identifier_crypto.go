package entity

import (
	"bytes"
	"crypto/sha256"
	"strings"
)

// normaliseCrypto returns a wallet address as it is compared, and why text
// cannot be one, or "". The currency's symbol may stand before it: "XBT 1A1z…",
// "bitcoin:1A1z…", as OFAC writes it. An address of a known form is checked by
// that form's checksum; others by their shape alone. The letters of most forms
// are case-sensitive; those of hexadecimal ones and of bech32 are not and
// become lower case.
func normaliseCrypto(text string) (address, why string) {
	currency := ""
	a := strings.TrimSpace(foldDigits(text))
	if i := strings.LastIndexAny(a, " :"); i >= 0 {
		label := strings.ToUpper(strings.Trim(a[:i], " :-"))
		rest := strings.TrimSpace(a[i+1:])
		form, known := currencyOf[label]
		switch {
		case known:
			currency, a = form, rest
		case label == "BITCOINCASH":
			// The prefix of a cash address is part of its checksum only.
			a = rest
		default:
			return "", "has a space or colon inside"
		}
	}
	switch {
	case a == "":
		return "", "is empty"
	case len(a) < 20 || len(a) > 128:
		return "", "is not 20 to 128 characters"
	case !allASCIIAlnum(a):
		return "", "has a character that is no ASCII letter or digit"
	}
	if currency == "" {
		currency = guessCurrency(a)
	}
	switch currency {
	case formEthereum:
		return hexAddress(a, 40)
	case formBitcoin, formLitecoin:
		if hrp := strings.ToLower(a[:min(4, len(a))]); strings.HasPrefix(hrp, "bc1") || hrp == "ltc1" {
			return bech32Address(a)
		}
		return base58Address(a, bitcoinAlphabet)
	case formBase58:
		return base58Address(a, bitcoinAlphabet)
	case formRipple:
		return base58Address(a, rippleAlphabet)
	}
	if lower := strings.ToLower(a); strings.HasPrefix(lower, "0x") {
		return hexAddress(a, len(a)-2)
	}
	return a, ""
}

// The forms of address that have a checksum or fixed shape.
const (
	formEthereum = "0x and 40 hexadecimal digits"
	formBitcoin  = "base58check or bech32, bc1"
	formLitecoin = "base58check or bech32, ltc1"
	formBase58   = "base58check"
	formRipple   = "base58check in Ripple's alphabet"
	formOther    = "other"
)

// currencyOf maps symbols, those of OFAC and those in general use, to forms.
// Bitcoin's descendants write addresses of both forms, so that only the shape
// is asked of them.
var currencyOf = map[string]string{
	"XBT": formBitcoin, "BTC": formBitcoin, "BITCOIN": formBitcoin,
	"LTC": formLitecoin, "LITECOIN": formLitecoin,
	"ETH": formEthereum, "ETHEREUM": formEthereum, "ETC": formEthereum,
	"DASH": formBase58, "BTG": formBase58, "XVG": formBase58, "DOGE": formBase58,
	"TRX": formBase58, "TRON": formBase58, "ZEC": formOther,
	"XRP": formRipple, "RIPPLE": formRipple,
	"XMR": formOther, "BCH": formOther, "BSV": formOther, "SOL": formOther, "USDT": "", "USDC": "", "ARB": formEthereum,
	"BSC": formEthereum, "BNB": formOther, "MONERO": formOther,
}

// guessCurrency tells the form of an address without a symbol, from its first
// characters and its length; formOther where several would do.
func guessCurrency(a string) string {
	switch n := len(a); {
	case n == 42 && (a[:2] == "0x" || a[:2] == "0X"):
		return formEthereum
	case strings.EqualFold(a[:3], "bc1"):
		return formBitcoin
	case strings.EqualFold(a[:4], "ltc1"):
		return formLitecoin
	case n >= 26 && n <= 35 && (a[0] == '1' || a[0] == '3'):
		return formBitcoin
	case n == 34 && a[0] == 'T':
		return formBase58
	case n >= 25 && n <= 35 && a[0] == 'r':
		return formRipple
	}
	return formOther
}

func allASCIIAlnum(s string) bool {
	for _, c := range []byte(s) {
		if !isDigit(c) && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// hexAddress checks "0x" and so many hexadecimal digits. Capitals carry a
// checksum (EIP-55) that many programs neither write nor keep; an address is
// the same with and without them.
func hexAddress(a string, digits int) (string, string) {
	a = strings.ToLower(a)
	if len(a) != digits+2 || !strings.HasPrefix(a, "0x") || strings.Trim(a[2:], "0123456789abcdef") != "" {
		return "", "is not 0x and 40 hexadecimal digits"
	}
	return a, ""
}

const (
	bitcoinAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	rippleAlphabet  = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
)

// base58Address checks Bitcoin's base58check: the number that the letters spell
// is a version and a hash of 20 bytes, then the first four bytes of the SHA-256
// of their SHA-256.
func base58Address(a, alphabet string) (string, string) {
	if len(a) > 40 {
		return "", "is too long for a base58 address"
	}
	// 40 letters of base 58 are fewer than 30 bytes.
	var number [30]byte
	for _, c := range []byte(a) {
		digit := strings.IndexByte(alphabet, c)
		if digit < 0 {
			return "", "has a character that base58 does not have"
		}
		for i := len(number) - 1; i >= 0; i-- {
			digit += int(number[i]) * 58
			number[i] = byte(digit)
			digit >>= 8
		}
	}
	raw := bytes.TrimLeft(number[:], "\x00")
	// Each leading zero byte is written as the alphabet's first letter.
	zeros := len(a) - len(strings.TrimLeft(a, alphabet[:1]))
	if zeros+len(raw) != 25 {
		return "", "is not a base58 address of 25 bytes"
	}
	full := append(make([]byte, zeros), raw...)
	once := sha256.Sum256(full[:21])
	twice := sha256.Sum256(once[:])
	if !bytes.Equal(twice[:4], full[21:]) {
		return "", "has a wrong checksum"
	}
	return a, ""
}

const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// bech32Address checks BIP 173 (bech32, for version 0) and BIP 350 (bech32m,
// for the versions after it).
func bech32Address(a string) (string, string) {
	lower := strings.ToLower(a)
	if lower != a && strings.ToUpper(a) != a {
		return "", "mixes capital and small letters, which bech32 forbids"
	}
	hrp, data, _ := strings.Cut(lower, "1")
	if len(data) < 7 || len(lower) > 90 {
		return "", "is not a bech32 address"
	}
	check := uint32(1)
	step := func(v byte) {
		top := check >> 25
		check = check&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				check ^= g
			}
		}
	}
	for _, c := range []byte(hrp) {
		step(c >> 5)
	}
	step(0)
	for _, c := range []byte(hrp) {
		step(c & 31)
	}
	for _, c := range []byte(data) {
		v := strings.IndexByte(bech32Alphabet, c)
		if v < 0 {
			return "", "has a character that bech32 does not have"
		}
		step(byte(v))
	}
	want := uint32(1)
	if data[0] != bech32Alphabet[0] {
		want = 0x2bc830a3
	}
	if check != want {
		return "", "has a wrong checksum"
	}
	return lower, ""
}
