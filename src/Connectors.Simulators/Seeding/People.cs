using System.Globalization;
using System.Text;

namespace Connectors.Simulators;

/// <summary>Made-up people and companies for seeded data; every address is under a domain reserved for examples.</summary>
public static class People
{
    private static readonly string[] s_first =
    [
        "Ada", "Aisha", "Alejandro", "Amara", "Anaïs", "Andrzej", "Anh", "Björn", "Camille", "Carlos", "Chidi", "Chloé", "Daisuke", "Dilnoza",
        "Elena", "Emeka", "Emma", "Farid", "Fatima", "Freya", "Gabriela", "George", "Hana", "Hiroshi", "Ibrahim", "Ingrid", "Isabel", "Ivan",
        "Jamal", "Jin", "João", "Jürgen", "Kateryna", "Kwame", "Lars", "Layla", "Leila", "Liam", "Lucía", "Mahmoud", "Maria", "Mei", "Mateo",
        "Naledi", "Nia", "Noah", "Nuru", "Olga", "Olivia", "Omar", "Oscar", "Paweł", "Priya", "Rajesh", "Renée", "Rosa", "Samuel", "Sanjay",
        "Sara", "Siobhán", "Sofia", "Stéphane", "Tariq", "Thandiwe", "Thuy", "Tomasz", "Uma", "Valentina", "Viktor", "Wanjiru", "Wei", "Xavier",
        "Yara", "Yuki", "Zainab", "Zoë",
    ];

    private static readonly string[] s_last =
    [
        "Abebe", "Achterberg", "Adeyemi", "Ahmed", "Andersson", "Bianchi", "Brown", "Castillo", "Chatterjee", "Chen", "Cohen", "Costa", "Dąbrowska",
        "Delacroix", "Diallo", "Dubois", "Eriksen", "Fernández", "Ferrari", "Fischer", "García", "González", "Gupta", "Haddad", "Hansen", "Hernández",
        "Hoang", "Hughes", "Ivanova", "Jansen", "Johansson", "Jones", "Kamau", "Khan", "Kim", "Kowalski", "Kumar", "Lee", "Lindqvist", "López", "MacDonald",
        "Mbeki", "Mehta", "Mendoza", "Moreau", "Müller", "Murphy", "Mwangi", "Nakamura", "Nguyễn", "Novák", "Nowak", "O'Brien", "Okafor", "Olsen", "Osei",
        "Papadopoulos", "Park", "Patel", "Pereira", "Petrov", "Popescu", "Quispe", "Rahman", "Ramírez", "Rossi", "Said", "Sánchez", "Santos", "Sato",
        "Schmidt", "Silva", "Singh", "Smith", "Söderberg", "Suzuki", "Takahashi", "Tanaka", "Traoré", "Tremblay", "van den Berg", "Vargas", "Vogel",
        "Walker", "Wang", "Weber", "Williams", "Wójcik", "Yamamoto", "Yılmaz", "Zhang", "Zimmermann",
    ];

    private static readonly string[] s_company =
    [
        "Alder", "Amber", "Basalt", "Beacon", "Birch", "Blue Heron", "Brightwater", "Cedar", "Cinder", "Clearfield", "Cobalt", "Copper", "Coral", "Delta",
        "Driftwood", "Ember", "Evergreen", "Fable", "Fjord", "Foxglove", "Granite", "Harbour", "Hazel", "Horizon", "Indigo", "Iron Bridge", "Juniper",
        "Kestrel", "Lantern", "Larkspur", "Linden", "Lumen", "Magnolia", "Marble", "Meridian", "Mistral", "North Star", "Oakline", "Orchard", "Osprey",
        "Pebble", "Pine Ridge", "Quartz", "Redwood", "Riverstone", "Saffron", "Sierra", "Silver Lake", "Sparrow", "Summit", "Tamarind", "Tidewater",
        "Umber", "Verdant", "Willow", "Yarrow", "Zephyr",
    ];

    private static readonly string[] s_trade =
    [
        "Analytics", "Automation", "Biotech", "Capital", "Consulting", "Design", "Energy", "Engineering", "Foods", "Freight", "Health", "Insurance",
        "Labs", "Logistics", "Media", "Mobility", "Robotics", "Software", "Studios", "Systems", "Textiles", "Travel", "Ventures", "Works",
    ];

    private static readonly string[] s_domains = ["example.com", "example.org", "example.net"];

    /// <summary>Returns a first name.</summary>
    /// <param name="random">Chooses.</param>
    /// <returns>The name.</returns>
    public static string FirstName(SeededRandom random) => Choose(random, s_first);

    /// <summary>Returns a last name.</summary>
    /// <param name="random">Chooses.</param>
    /// <returns>The name.</returns>
    public static string LastName(SeededRandom random) => Choose(random, s_last);

    /// <summary>Returns a company's name that is unique for its number.</summary>
    /// <param name="random">Chooses.</param>
    /// <param name="number">The company's number, from 0.</param>
    /// <returns>The name.</returns>
    public static string Company(SeededRandom random, int number)
    {
        var name = $"{s_company[number % s_company.Length]} {Choose(random, s_trade)}";
        return number < s_company.Length ? name : $"{name} {1 + (number / s_company.Length)}";
    }

    /// <summary>Returns an e-mail address under a reserved domain that is unique for its number.</summary>
    /// <param name="random">Chooses the domain.</param>
    /// <param name="first">The first name.</param>
    /// <param name="last">The last name.</param>
    /// <param name="number">The person's number.</param>
    /// <returns>The address, lower-case ASCII.</returns>
    public static string Email(SeededRandom random, string first, string last, int number) =>
        $"{Slug(first)}.{Slug(last)}{number.ToString(CultureInfo.InvariantCulture)}@{Choose(random, s_domains)}";

    /// <summary>Returns a telephone number of the range reserved for fiction.</summary>
    /// <param name="random">Chooses.</param>
    /// <returns>The number in international form.</returns>
    public static string Phone(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return $"+1{200 + random.Next(800)}55501{random.Next(100):D2}";
    }

    /// <summary>Returns a name as lower-case ASCII letters.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The text, never empty.</returns>
    public static string Slug(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            // Not string.Normalize: what that does depends on how the application is globalised.
            var plain = char.ToLowerInvariant(letter) switch
            {
                'á' or 'ã' or 'ä' or 'ą' => 'a',
                'é' or 'è' or 'ë' or 'ễ' => 'e',
                'í' or 'ï' or 'ı' => 'i',
                'ł' => 'l',
                'ñ' => 'n',
                'ó' or 'ö' or 'ø' => 'o',
                'ü' or 'ú' => 'u',
                var other => other,
            };
            if (char.IsAsciiLetterLower(plain) || char.IsAsciiDigit(plain))
            {
                text.Append(plain);
            }
        }

        return text.Length == 0 ? "x" : text.ToString();
    }

    private static string Choose(SeededRandom random, string[] values)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.Pick(values);
    }
}
