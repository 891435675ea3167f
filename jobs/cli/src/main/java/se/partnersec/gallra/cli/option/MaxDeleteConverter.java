package se.partnersec.gallra.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.policy.limit.MaxDelete;

/** Reads how much a run may erase. */
public final class MaxDeleteConverter implements ITypeConverter<MaxDelete> {
    @Override
    public MaxDelete convert(String text) {
        return MaxDelete.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is not a number of records: write 5000, or 2% for a part of the category"));
    }
}
