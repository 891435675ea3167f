package se.partnersec.gallra.reports.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One form of a report's file. */
interface ReportFormatWriter extends Closeable {

    void begin(ReportHead head) throws IOException;

    void row(@Nullable Object[] cells) throws IOException;

    /**
     * @param rows how many there were
     * @param sha256 of the same rows as {@link CsvWriter.Dialect#STANDARD} writes them, 64 hex digits
     * @param charts of all rows, for formats that show charts
     */
    void end(long rows, String sha256, List<SummedChart> charts) throws IOException;

    /** Lets go of what it opened; the stream it writes to stays open. */
    @Override
    void close() throws IOException;
}
