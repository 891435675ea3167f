package se.partnersec.gallra.engine;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.TableMapping;

/**
 * A number for what the register relies on in a row {@code t}, in SQL. Of several rows the exclusive or is taken. The checksum
 * is taken twice, the second time of the first one's digits: once alone, exchanging two values between two rows would not show.
 * One change in four thousand million does not show either, until the day on which the rows are looked at again.
 */
final class RowMark {
    private RowMark() {}

    /** @param books whether the Bookkeeping Act keeps some: then every column the rules read counts, not only what holds are on */
    static String sql(TableMapping table, boolean books) {
        Set<String> columns = new LinkedHashSet<>();
        table.scopes().values().forEach(columns::addAll);
        if (table.objects() != null) {
            columns.add(table.objects().column());
        }
        if (books) {
            table.columns().values().stream().map(SourceColumn::column).forEach(columns::add);
        }
        columns.remove(table.key());
        return "CRC32(CRC32(CONCAT_WS(x'1F', t.`" + table.key() + "`"
                + columns.stream()
                        .map(column -> ", IFNULL(CAST(t.`" + column + "` AS BINARY), x'00')")
                        .collect(Collectors.joining())
                + ")))";
    }
}
