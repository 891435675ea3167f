package se.partnersec.gallra.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.certificate.CertificateCheck;
import se.partnersec.gallra.certificate.CertificateWriter;
import se.partnersec.gallra.certificate.Subject;
import se.partnersec.gallra.horizon.Horizon;
import se.partnersec.gallra.report.Wording;

/** What certifies that records were destroyed. Nothing of it writes to the database. */
public interface CertificateRooms {
    /** What else holds what is erased today. */
    Horizon horizon();

    /**
     * Issues a certificate.
     *
     * @param publicKey by what seals are believed; null for the one of the settings
     * @param program what issues it, and its version
     * @param file ends in .json, or in .pdf: then the JSON is written beside it
     */
    CertificateWriter.Written issue(
            Subject subject, @Nullable Path publicKey, Wording wording, String program, Path file, boolean force);

    /** Whether a certificate still holds, by the ledger of the database. */
    CertificateCheck.Result verify(Path file, @Nullable Path publicKey, @Nullable Path exported);
}
