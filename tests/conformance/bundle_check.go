// Checks an unpacked bundle with nothing but Go's standard library: the signatures of both statements, their
// commitment in the entry's leaf, the inclusion proofs, and the log's Ed25519 line under the checkpoint; of a letter
// what the map of newest states says of it and of its numbers; and of a typeset one the signature in letter.pdf.
//
//	go run bundle_check.go FOLDER VKEY ADMISSION      ADMISSION is issued or answered
//
// Written from RFC 5652, RFC 9162 and the C2SP documents, apart from the Python that it is to agree with.
package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func must(err error, what string) {
	if err != nil {
		fmt.Println("refused:", what, err)
		os.Exit(1)
	}
}

func require(holds bool, what string) {
	if !holds {
		fmt.Println("refused:", what)
		os.Exit(1)
	}
}

func read(parts ...string) []byte {
	data, err := os.ReadFile(filepath.Join(parts...))
	must(err, "read")
	return data
}

type signedData struct {
	Version      int
	Digests      asn1.RawValue
	Encapsulated asn1.RawValue
	Certificates asn1.RawValue `asn1:"optional,tag:0"`
	Infos        asn1.RawValue
}

type signerInfo struct {
	Version    int
	Signer     asn1.RawValue
	Digest     asn1.RawValue
	Attributes asn1.RawValue `asn1:"tag:0"`
	Algorithm  asn1.RawValue
	Signature  []byte
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values asn1.RawValue
}

func wrap(tag byte, content []byte) []byte {
	var length []byte
	size := len(content)
	if size < 128 {
		return append([]byte{tag, byte(size)}, content...)
	}
	for ; size > 0; size >>= 8 {
		length = append([]byte{byte(size)}, length...)
	}
	return append(append([]byte{tag, 0x80 | byte(len(length))}, length...), content...)
}

// checkSignature verifies a CMS over a statement and returns the CMS without its certificates.
func checkSignature(cms, statement []byte, by string) []byte {
	var info struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"tag:0"`
	}
	rest, err := asn1.Unmarshal(cms, &info)
	must(err, "ContentInfo")
	require(len(rest) == 0, "bytes behind the signature")
	var signed signedData
	_, err = asn1.Unmarshal(info.Content.Bytes, &signed)
	must(err, "SignedData")
	var signer signerInfo
	_, err = asn1.Unmarshal(signed.Infos.Bytes, &signer)
	must(err, "SignerInfo")

	digest := sha256.Sum256(statement)
	found := false
	for left := signer.Attributes.Bytes; len(left) > 0; {
		var one attribute
		left, err = asn1.Unmarshal(left, &one)
		must(err, "attribute")
		if one.Type.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}) {
			found = bytes.Equal(one.Values.Bytes, append([]byte{4, 32}, digest[:]...))
		}
	}
	require(found, "messageDigest is of other bytes")

	toBeSigned := sha256.Sum256(wrap(0x31, signer.Attributes.Bytes))
	certificates, err := x509.ParseCertificates(signed.Certificates.Bytes)
	must(err, "certificates")
	for _, certificate := range certificates {
		spki := sha256.Sum256(certificate.RawSubjectPublicKeyInfo)
		if by != fmt.Sprintf("sha256:%x", spki) {
			continue
		}
		key, isEC := certificate.PublicKey.(*ecdsa.PublicKey)
		require(isEC && ecdsa.VerifyASN1(key, toBeSigned[:], signer.Signature), "the signature does not match")
		body := append([]byte{2, 1, byte(signed.Version)}, signed.Digests.FullBytes...)
		body = append(append(body, signed.Encapsulated.FullBytes...), signed.Infos.FullBytes...)
		oid, _ := asn1.Marshal(info.Type)
		return wrap(0x30, append(oid, wrap(0xa0, wrap(0x30, body))...))
	}
	require(false, "no certificate of the key that the statement names")
	return nil
}

func node(left, right []byte) []byte {
	sum := sha256.Sum256(append(append([]byte{1}, left...), right...))
	return sum[:]
}

// root follows an inclusion proof as RFC 9162 section 2.1.3.2 tells.
func root(leaf []byte, index, size uint64, path [][]byte) []byte {
	sum := sha256.Sum256(append([]byte{0}, leaf...))
	hash, at, last := sum[:], index, size-1
	for _, sibling := range path {
		require(last != 0, "the proof is too long")
		if at&1 == 1 || at == last {
			hash = node(sibling, hash)
			for at&1 == 0 && at != 0 {
				at >>= 1
				last >>= 1
			}
		} else {
			hash = node(hash, sibling)
		}
		at >>= 1
		last >>= 1
	}
	require(last == 0, "the proof is too short")
	return hash
}

func decode(text string) []byte {
	data, err := base64.StdEncoding.DecodeString(text)
	must(err, "base64")
	return data
}

type proof struct {
	salt, note []byte
	index      uint64
	path       [][]byte
}

func parse(data []byte) proof {
	head, note, _ := strings.Cut(string(data), "\n\n")
	found := proof{note: []byte(note)}
	for number, line := range strings.Split(head, "\n") {
		switch {
		case number == 0:
			require(line == "c2sp.org/tlog-proof@v1", "not a tlog-proof")
		case strings.HasPrefix(line, "extra "):
			found.salt = decode(line[6:])
		case strings.HasPrefix(line, "index "):
			index, err := strconv.ParseUint(line[6:], 10, 63)
			must(err, "index")
			found.index = index
		default:
			found.path = append(found.path, decode(line))
		}
	}
	return found
}

// checkpoint verifies the log's own line (type 0x01) and returns size and root.
func checkpoint(note []byte, vkey string) (uint64, []byte) {
	parts := strings.SplitN(vkey, "+", 3)
	key := decode(parts[2])
	require(len(parts) == 3 && key[0] == 1, "not an Ed25519 key of a note")
	text, lines, _ := strings.Cut(string(note), "\n\n")
	text += "\n"
	verified := false
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		fields := strings.Split(line, " ")
		require(len(fields) == 3 && fields[0] == "—", "a signature line")
		signature := decode(fields[2])
		if fields[1] == parts[0] && fmt.Sprintf("%x", signature[:4]) == parts[1] {
			verified = ed25519.Verify(key[1:], []byte(text), signature[4:])
		}
	}
	require(verified, "the log did not sign this checkpoint")
	body := strings.Split(text, "\n")
	require(body[0] == parts[0], "the checkpoint is of another log")
	size, err := strconv.ParseUint(body[1], 10, 63)
	must(err, "size")
	return size, decode(body[2])
}

// written is base64url without padding, as leaves hold it.
func written(hash []byte) string { return base64.RawURLEncoding.EncodeToString(hash) }

// check makes the leaf of a statement again and finds it in the log. Its mark is that of the person's key, "b", or
// of the letter's stream, "m".
func check(folder, statement, signature, proofName, vkey, mark string) {
	data, cms := read(folder, statement), read(folder, signature)
	var said struct{ By, Stream, Typ string }
	must(json.Unmarshal(data, &said), "statement")
	bare := checkSignature(cms, data, said.By)
	found := parse(read(folder, proofName))

	hashed, evidence := sha256.Sum256(data), sha256.Sum256(bare)
	commitment := sha256.New()
	commitment.Write([]byte("saraban-leaf/v1\n"))
	commitment.Write(found.salt)
	commitment.Write(hashed[:])
	commitment.Write([]byte("cms"))
	commitment.Write(evidence[:])
	name := said.Typ[:strings.LastIndex(said.Typ, ".v")]
	committed := written(commitment.Sum(nil))
	key, stream := sha256.Sum256([]byte("saraban-key/v1\n"+said.By)), sha256.Sum256([]byte("saraban-stream/v1\n"+said.Stream))
	leaf := fmt.Sprintf(`{"b":"%s","c":"%s","t":"%s","v":2}`, written(key[:]), committed, name)
	if mark == "m" {
		leaf = fmt.Sprintf(`{"c":"%s","m":"%s","t":"%s","v":2}`, committed, written(stream[:]), name)
	}

	size, expected := checkpoint(found.note, vkey)
	require(bytes.Equal(root([]byte(leaf), found.index, size, found.path), expected), "the leaf is not in the log")
	fmt.Println("good:", statement, leaf)
}

func unwritten(text string) []byte {
	data, err := base64.RawURLEncoding.DecodeString(text)
	must(err, "base64url")
	require(len(data) == 32, "not a hash")
	return data
}

type entry struct {
	Siblings []string
	Other    []string
	Value    json.RawMessage
}

// mapped requires that the map of that root has the value in a member under a key, and returns the value.
func mapped(folder, member string, key [32]byte, root []byte) []byte {
	var found entry
	must(json.Unmarshal(read(folder, member), &found), member)
	require(found.Other == nil, "another key stands there")
	value := sha256.Sum256(found.Value)
	sum := sha256.Sum256(append(append([]byte{0}, key[:]...), value[:]...))
	hash, depth := sum[:], len(found.Siblings)
	require(depth <= 256, "the way is too long")
	for _, sibling := range found.Siblings {
		depth--
		if key[depth/8]>>(7-depth%8)&1 == 1 {
			hash = node(unwritten(sibling), hash)
		} else {
			hash = node(hash, unwritten(sibling))
		}
	}
	require(bytes.Equal(hash, root), "the map does not have it")
	return found.Value
}

// status checks what the map of newest states says of a letter and its numbers, under the newest checkpoint.
func status(folder, vkey string) {
	found := parse(read(folder, "status/heads.tlog-proof"))
	size, expected := checkpoint(found.note, vkey)
	last := read(folder, "status/heads.leaf")
	require(found.index == size-1, "not the last leaf")
	require(bytes.Equal(root(last, found.index, size, found.path), expected), "the root of the map is not in the log")
	var heads struct{ R, T string }
	must(json.Unmarshal(last, &heads), "heads")
	require(heads.T == "heads", "not the root of a map")
	top := unwritten(heads.R)

	var issued struct {
		Stream, Series string
		N              []int64
	}
	must(json.Unmarshal(read(folder, "issued.json"), &issued), "issued.json")
	value := mapped(folder, "status/issued.json", sha256.Sum256([]byte("saraban-stream/v1\n"+issued.Stream)), top)
	fmt.Printf("good: status/issued.json %s\n", value)

	opened, err := filepath.Glob(filepath.Join(folder, "support", "*-series.opened.json"))
	must(err, "support")
	require(len(opened) == 1, "one series")
	var series struct {
		Public string `json:"public_id"`
	}
	must(json.Unmarshal(read(opened[0]), &series), "series.opened")
	var numbers struct {
		First, Last int64
		Root        string
	}
	book := mapped(folder, "status/series.json", sha256.Sum256([]byte("saraban-series/v1\n"+series.Public)), top)
	must(json.Unmarshal(book, &numbers), "series.json")
	for _, n := range issued.N {
		member := fmt.Sprintf("status/number-%d.json", n)
		var number struct {
			Hashes   []string
			Leaf, St string
			N        int64
		}
		must(json.Unmarshal(read(folder, member), &number), member)
		require(number.N == n && number.St == "issued", "the number is not this letter's")
		path := [][]byte{}
		for _, hash := range number.Hashes {
			path = append(path, unwritten(hash))
		}
		whole := uint64(numbers.Last - numbers.First + 1)
		hash := root(append([]byte("i"), unwritten(number.Leaf)...), uint64(n-numbers.First), whole, path)
		require(bytes.Equal(hash, unwritten(numbers.Root)), "the series does not have the number")
		fmt.Println("good:", member, number.Leaf)
	}
}

// document checks the signature inside the file of a typeset letter: where the statement says, by the same key.
func document(folder string) {
	var said struct {
		By       string
		Document *struct {
			Begin, End, Length int
			Sha256             string
		}
	}
	must(json.Unmarshal(read(folder, "statement.json"), &said), "statement.json")
	if said.Document == nil {
		return
	}
	var issued struct{ Final string }
	must(json.Unmarshal(read(folder, "issued.json"), &issued), "issued.json")
	file, gap := read(folder, "letter.pdf"), *said.Document
	require(issued.Final == fmt.Sprintf("sha256:%x", sha256.Sum256(file)), "letter.pdf is not the file that was issued")
	require(len(file) == gap.Length && 0 < gap.Begin && gap.Begin < gap.End && gap.End < gap.Length, "the gap")
	require(file[gap.Begin] == '<' && file[gap.End-1] == '>', "the gap")
	around := append(append([]byte{}, file[:gap.Begin]...), file[gap.End:]...)
	require(gap.Sha256 == fmt.Sprintf("sha256:%x", sha256.Sum256(around)), "letter.pdf is not the file that was signed")
	inside, err := hex.DecodeString(string(file[gap.Begin+1 : gap.End-1]))
	must(err, "the gap")
	var whole asn1.RawValue
	behind, err := asn1.Unmarshal(inside, &whole)
	must(err, "the signature in letter.pdf")
	require(len(bytes.Trim(behind, "\x00")) == 0, "something stands behind the signature in letter.pdf")
	checkSignature(whole.FullBytes, around, said.By)
	fmt.Println("good: letter.pdf", issued.Final)
}

func main() {
	folder, vkey, admission := os.Args[1], os.Args[2], os.Args[3]
	check(folder, "statement.json", "signature.p7s", "support/statement.tlog-proof", vkey, "b")
	check(folder, admission+".json", admission+".p7s", "entry.tlog-proof", vkey, "m")
	if admission == "issued" {
		status(folder, vkey)
		document(folder)
	}
}
