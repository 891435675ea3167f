package se.partnersec.gallra.reports.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.planning.census.CensusCheck;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.file.AtomicFile;
import se.partnersec.gallra.support.text.Sentences;

/** Writes a certificate to files for their owner only, each whole or not at all. */
public final class CertificateWriter {
    private static final Sentences SENTENCES = Sentences.of("reports");
    private static final String JSON = ".json";
    private static final String PDF = ".pdf";

    private final Messages words;

    public CertificateWriter(Messages words) {
        this.words = words;
    }

    /**
     * @param files what was written
     * @param records that are certified
     * @param unsealed rows that no seal covers yet
     * @param open records that the audit could not evaluate
     * @param census that saw the records on hold
     * @param signed whether whoever issues it has signed it
     */
    public record Written(
            List<Path> files,
            String sha256,
            long records,
            long unsealed,
            long open,
            CensusCheck.Taken census,
            boolean signed) {
        /** Whether everything in it is signed and evaluated. */
        public boolean complete() {
            return unsealed == 0 && open == 0 && census.complete() && signed;
        }
    }

    /** The files that a name stands for: the one for people, if it is one, and the one that is verified. */
    public static List<Path> files(Path file) {
        String name = String.valueOf(file.getFileName());
        String small = name.toLowerCase(Locale.ROOT);
        if (small.endsWith(JSON)) {
            return List.of(file);
        }
        if (small.endsWith(PDF)) {
            return List.of(file, file.resolveSibling(name.substring(0, name.length() - PDF.length()) + JSON));
        }
        throw RefusedException.usage(SENTENCES.say("certificate.ends-neither-pdf-nor-json-name", file));
    }

    /** @param key of whoever issues it; null: nobody signs it */
    public Written write(Certificate certificate, @Nullable SealKey key, Path file, boolean force) {
        List<Path> files = files(file);
        String text = certificate.json(key);
        List<AtomicFile> open = new ArrayList<>();
        try {
            for (Path each : files) {
                AtomicFile one = new AtomicFile(each, force);
                open.add(one);
                if (each.equals(files.get(files.size() - 1))) {
                    one.out().write(text.getBytes(StandardCharsets.UTF_8));
                } else {
                    new CertificatePdf(certificate, key == null ? null : key.id(), words).write(one.out());
                }
            }
            // The one that can be verified first: paper without it proves little.
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).publish();
            }
        } catch (IOException e) {
            throw RefusedException.usage(SENTENCES.say("certificate.could-not-written-check-disk-then", file, e));
        } finally {
            open.forEach(CertificateWriter::close);
        }
        long records = LedgerClaim.records(certificate.ledger().gone());
        return new Written(
                files,
                certificate.sha256(),
                records,
                certificate.unsealed(),
                certificate.checked().audit().open(),
                certificate.checked().census(),
                key != null);
    }

    private static void close(AtomicFile file) {
        try {
            file.close();
        } catch (IOException e) {
            return; // a draft that is left behind has a name of its own, and is nobody's certificate
        }
    }
}
