package se.partnersec.gallra.reports.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.json.JsonTree;
import se.partnersec.gallra.support.text.FileFault;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A certificate as it was issued, read back; nothing in it is believed before it was checked.
 *
 * @param sumMatches false where the checksum is not that of the text
 */
public record CertificateFile(CertificateSubject subject, Map<String, @Nullable Object> tree, boolean sumMatches) {
    private static final Sentences SENTENCES = Sentences.of("reports");
    private static final long MOST_BYTES = 64L << 20;

    /** @throws RefusedException if it is no certificate, or is not written as one is */
    static CertificateFile read(Path file) {
        String text;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw RefusedException.usage(SENTENCES.say("certificate.longer-than-any-certificate", file));
            }
            text = Files.readString(file);
        } catch (IOException e) {
            throw RefusedException.usage(
                    SENTENCES.say("certificate.cannot-read-give-json-file-certificate", file, FileFault.of(e)));
        }
        try {
            Map<String, @Nullable Object> tree = JsonTree.read(text);
            if (!Certificate.SCHEMA.equals(tree.get("schema"))) {
                throw RefusedException.usage(
                        SENTENCES.say("certificate.no-certificate-form", file, Certificate.SCHEMA));
            }
            boolean matches = Sha256.ofText(Certificate.content(tree)).equals(tree.get(Certificate.SUM));
            return new CertificateFile(subject(file, tree, matches), tree, matches);
        } catch (IllegalArgumentException e) {
            throw text.contains(Certificate.SCHEMA)
                    ? changed(file, String.valueOf(e.getMessage()))
                    : RefusedException.usage(
                            SENTENCES.say("certificate.no-certificate-form", file, Certificate.SCHEMA));
        }
    }

    private static CertificateSubject subject(Path file, Map<String, @Nullable Object> tree, boolean matches) {
        try {
            return CertificateSubject.of(tree.get("subject"));
        } catch (RefusedException e) {
            throw matches ? e : changed(file, SENTENCES.say("certificate.checksum-not-text"));
        }
    }

    private static RefusedException changed(Path file, String why) {
        return RefusedException.differences(List.of(
                SENTENCES.say("certificate.not-issued", file), SENTENCES.say("certificate.ask-another-copy", why)));
    }

    String sha256() {
        return String.valueOf(tree.get(Certificate.SUM));
    }

    /** Who says that it is theirs. */
    public enum Issuer {
        /** Whoever has the secret of a key that is believed. */
        SIGNED,
        /** Nobody: it carries no signature. */
        UNSIGNED,
        /** Nobody that is known: no key was given, or none is the one it was signed by. */
        UNKNOWN,
        /** Somebody else than it says: its signature is not of this text. */
        FORGED
    }

    /** @param keys of those who issue certificates; null: none is known */
    Issuer issuer(@Nullable SealPublicKeys keys) {
        if (!tree.containsKey(Certificate.SIGNATURE)) {
            return Issuer.UNSIGNED;
        }
        if (!(tree.get(Certificate.SIGNATURE) instanceof Map<?, ?> signature
                && signature.get("key") instanceof String key
                && signature.get("value") instanceof String value)) {
            return Issuer.FORGED;
        }
        if (keys == null || !keys.knows(key)) {
            return Issuer.UNKNOWN;
        }
        try {
            byte[] text = Certificate.content(tree).getBytes(StandardCharsets.UTF_8);
            return keys.signed(key, text, Base64.getDecoder().decode(value)) ? Issuer.SIGNED : Issuer.FORGED;
        } catch (IllegalArgumentException e) {
            return Issuer.FORGED; // what is no base64 is no signature
        }
    }

    /** Records that could not be evaluated when it was issued. */
    long notEvaluated() {
        return tree.get("checked") instanceof Map<?, ?> checked
                        && checked.get("notEvaluatedRecords") instanceof Long records
                ? records
                : 0;
    }

    /** Whether, when it was issued, the records on hold had been counted before, and that census was sealed. */
    boolean counted() {
        return tree.get("checked") instanceof Map<?, ?> checked
                && checked.get("censusBefore") instanceof Long before
                && before > 0
                && Boolean.TRUE.equals(checked.get("censusSealed"));
    }

    /** What the ledger vouches for. */
    @Nullable
    Object ledger() {
        return tree.get(Certificate.LEDGER);
    }

    /** A seal as the file names it. @param root 64 hex digits */
    record Named(long number, String root) {}

    List<Named> seals() {
        List<Named> named = new ArrayList<>();
        for (Map<?, ?> each : blocks(tree.get("seals"))) {
            if (each.get("number") instanceof Long number && each.get("root") instanceof String root) {
                named.add(new Named(number, root));
            }
        }
        return named;
    }

    /** Rows without a gap as the file names them. */
    record NamedRange(String category, int part, long from, long to, String sha256) {}

    List<NamedRange> ranges() {
        List<NamedRange> named = new ArrayList<>();
        Object ledger = ledger();
        for (Map<?, ?> each : blocks(ledger instanceof Map<?, ?> map ? map.get("ranges") : null)) {
            if (each.get("category") instanceof String category
                    && each.get("part") instanceof Long part
                    && each.get("from") instanceof Long from
                    && each.get("to") instanceof Long to
                    && each.get("sha256") instanceof String sum) {
                named.add(new NamedRange(category, part.intValue(), from, to, sum));
            }
        }
        return named;
    }

    private static List<Map<?, ?>> blocks(@Nullable Object list) {
        List<Map<?, ?>> blocks = new ArrayList<>();
        if (list instanceof List<?> all) {
            all.forEach(each -> {
                if (each instanceof Map<?, ?> map) {
                    blocks.add(map);
                }
            });
        }
        return blocks;
    }
}
