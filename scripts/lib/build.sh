# Builds the executable and says where it is.

# build_sluice debug|release: leaves the path in `sluice`.
build_sluice() {
    local configuration=$1
    say "building Sluice ($configuration; a first build takes several minutes)"
    swift build --package-path "$root" --configuration "$configuration" --product sluice >&2
    sluice=$(swift build --package-path "$root" --configuration "$configuration" --show-bin-path)/sluice
}
