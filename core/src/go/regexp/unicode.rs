//! Classes of characters as far as they hold ASCII, as Go 1.26 (Unicode 15) has them.
//!
//! Upstream: `Categories`, `CategoryAliases` and `Scripts` in Go's `unicode`.

/// Of each class its names, with commas, its ASCII characters as bits, and those that it has where letter case
/// does not count.
#[rustfmt::skip]
const ASCII: &[(&str, u128, u128)] = &[
    ("ASCII,Any,Assigned", 0xffffffffffffffffffffffffffffffff, 0xffffffffffffffffffffffffffffffff),
    ("C,Cc,Control,Other,cntrl", 0x800000000000000000000000ffffffff, 0x800000000000000000000000ffffffff),
    ("Cased_Letter,L,LC,Latin,Letter", 0x7fffffe07fffffe0000000000000000, 0x7fffffe07fffffe0000000000000000),
    ("Close_Punctuation,Pe", 0x20000000200000000000020000000000, 0x20000000200000000000020000000000),
    ("Common", 0xf8000001f8000001ffffffffffffffff, 0xf8000001f8000001ffffffffffffffff),
    ("Connector_Punctuation,Pc", 0x800000000000000000000000, 0x800000000000000000000000),
    ("Currency_Symbol,Sc", 0x1000000000, 0x1000000000),
    ("Dash_Punctuation,Pd", 0x200000000000, 0x200000000000),
    ("Decimal_Number,N,Nd,Number,digit", 0x3ff000000000000, 0x3ff000000000000),
    ("Ll,Lowercase_Letter", 0x7fffffe000000000000000000000000, 0x7fffffe07fffffe0000000000000000),
    ("Lu,Uppercase_Letter", 0x7fffffe0000000000000000, 0x7fffffe07fffffe0000000000000000),
    ("Math_Symbol,Sm", 0x50000000000000007000080000000000, 0x50000000000000007000080000000000),
    ("Modifier_Symbol,Sk", 0x1400000000000000000000000, 0x1400000000000000000000000),
    ("Open_Punctuation,Ps", 0x8000000080000000000010000000000, 0x8000000080000000000010000000000),
    ("Other_Punctuation,Po", 0x100000018c00d4ee00000000, 0x100000018c00d4ee00000000),
    ("P,Punctuation,punct", 0x28000000b80000018c00f7ee00000000, 0x28000000b80000018c00f7ee00000000),
    ("S,Symbol", 0x50000001400000007000081000000000, 0x50000001400000007000081000000000),
    ("Separator,Space_Separator,Z,Zs", 0x100000000, 0x100000000),
];

/// Names of classes without any ASCII character, with commas: a list would take twice the room.
#[rustfmt::skip]
const BEYOND: &str = "\
    Adlam,Ahom,Arabic,Armenian,Avestan,Balinese,Bamum,Batak,Bengali,Bhaiksuki,Bopomofo,Brahmi,\
    Braille,Buginese,Buhid,Carian,Cf,Chakma,Cham,Cherokee,Chorasmian,Cn,Co,Combining_Mark,Coptic,\
    Cs,Cuneiform,Cypriot,Cyrillic,Deseret,Devanagari,Dogra,Duployan,Elbasan,Elymaic,\
    Enclosing_Mark,Ethiopic,Final_Punctuation,Format,Georgian,Glagolitic,Gothic,Grantha,Greek,\
    Gujarati,Gurmukhi,Han,Hangul,Hanunoo,Hatran,Hebrew,Hiragana,Inherited,Initial_Punctuation,\
    Javanese,Kaithi,Kannada,Katakana,Kawi,Kharoshthi,Khmer,Khojki,Khudawadi,Lao,Lepcha,\
    Letter_Number,Limbu,Line_Separator,Lisu,Lm,Lo,Lt,Lycian,Lydian,M,Mahajani,Makasar,Malayalam,\
    Mandaic,Manichaean,Marchen,Mark,Mc,Me,Medefaidrin,Miao,Mn,Modi,Modifier_Letter,Mongolian,Mro,\
    Multani,Myanmar,Nabataean,Nandinagari,Newa,Nko,Nl,No,Nonspacing_Mark,Nushu,Ogham,Oriya,Osage,\
    Osmanya,Other_Letter,Other_Number,Other_Symbol,Palmyrene,Paragraph_Separator,Pf,Phoenician,\
    Pi,Private_Use,Rejang,Runic,Samaritan,Saurashtra,Sharada,Shavian,Siddham,Sinhala,So,Sogdian,\
    Soyombo,Spacing_Mark,Sundanese,Surrogate,Syriac,Tagalog,Tagbanwa,Takri,Tamil,Tangsa,Tangut,\
    Telugu,Thaana,Thai,Tibetan,Tifinagh,Tirhuta,Titlecase_Letter,Toto,Ugaritic,Unassigned,Vai,\
    Vithkuqi,Wancho,Yezidi,Yi,Zl,Zp";

/// The ASCII characters of the class of that name; `None` where Go knows no such class.
///
/// Neither letter case nor `_`, `-` and spaces count in a name.
pub(super) fn class(name: &str, fold: bool) -> Option<u128> {
    let is_named = |names: &str| names.split(',').any(|it| plain(it).eq(plain(name)));
    match ASCII.iter().find(|it| is_named(it.0)) {
        Some(found) => Some(if fold { found.2 } else { found.1 }),
        None => is_named(BEYOND).then_some(0),
    }
}

/// What counts in a name.
fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|it| !"_- ".contains(*it)).map(|it| it.to_ascii_lowercase())
}
