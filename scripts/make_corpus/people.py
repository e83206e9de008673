"""Names of people, streets and towns, a few for each language; common ones, of nobody."""

from __future__ import annotations

import unicodedata

_GIVEN = {
    "en": "Grace Oliver Priya Callum Hannah Marcus Aoife Denzel Ruth Theo Mabel Isaac",
    "de": "Jonas Katrin Björn Lena Uwe Miriam Stefan Annika Cem Greta Rüdiger Silke",
    "fr": "Camille Étienne Margaux Hugo Sylvie Amadou Chloé Gérard Inès Loïc",
    "es": "Lucía Álvaro Carmen Iker Rocío Mateo Noelia Joaquín Pilar Andrés",
    "it": "Chiara Matteo Giulia Lorenzo Elisa Davide Serena Pietro Alessia Nicolò",
    "pt": "Beatriz Tiago Mariana Rui Inês Caio Letícia Gonçalo Joana Renato",
    "nl": "Sanne Daan Femke Bram Anouk Joost Lieke Wouter Merel Thijs",
    "pl": "Agnieszka Paweł Zofia Krzysztof Małgorzata Bartek Ewa Łukasz Hanna Marek",
    "sv": "Elin Oskar Linnéa Axel Maja Göran Ebba Nils",
    "da": "Freja Mads Signe Rasmus Kirsten Søren Line Emil",
    "fi": "Aino Eetu Helmi Juhani Päivi Onni Sari Veikko",
    "cs": "Tereza Jakub Eliška Ondřej Lenka Vojtěch Jana Petr",
    "tr": "Elif Mehmet Zeynep Emre Ayşe Burak Defne Hakan",
    "ru": "Анна Дмитрий Ольга Сергей Мария Павел Татьяна Игорь",
    "uk": "Оксана Тарас Ірина Богдан Наталія Андрій Соломія Юрій",
    "ar": "ليلى أحمد فاطمة يوسف مريم خالد نورة سامي",
    "he": "נועה יונתן מיכל איתי שירה דוד תמר אורי",
    "hi": "अनीता राहुल प्रिया विकास सुनीता अर्जुन कविता रमेश",
    "zh": "伟 芳 秀英 建国 晓明 丽 志强 雨欣",
    "ja": "花子 太郎 美咲 健一 陽菜 翔太 由美 直樹",
    "ko": "민준 서연 지훈 하은 영수 수빈 현우 미경",
    "vi": "Hoa Minh Lan Tuấn Thảo Dũng Mai Khoa",
    "id": "Siti Budi Dewi Agus Putri Rizky Wulan Hendra",
}
_FAMILY = {
    "en": "Whitfield Okafor Sharma Brennan Castillo Nguyen Hargreaves Lindqvist Moss Tanaka",
    "de": "Brandt Yılmaz Hofmann Krüger Vogt Lindner Schäfer Neumann Weiß Pohl",
    "fr": "Lefèvre Moreau Diallo Garnier Rousseau Besson Marchand Picard",
    "es": "Romero Ibáñez Navarro Castaño Vidal Herrera Peña Molina",
    "it": "Ferrara Colombo Rinaldi Gallo Marchetti Bianco Fontana Moretti",
    "pt": "Carvalho Teixeira Nogueira Moura Antunes Barbosa Pinto Azevedo",
    "nl": "Visser Smits Dijkstra Mulder Hendriks Kuipers Postma Bakker",
    "pl": "Wiśniewska Kowal Zieliński Dąbrowska Mazur Wójcik Sikora Pawlak",
    "sv": "Lindberg Sjögren Ekström Nyqvist Hallberg Åkesson",
    "da": "Mortensen Kjær Holm Bruun Lauritsen Dahl",
    "fi": "Virtanen Mäkelä Laine Koskinen Niemi Salo",
    "cs": "Novotná Dvořák Horák Kučerová Beneš Králová",
    "tr": "Demir Kaya Şahin Aydın Koç Arslan",
    "ru": "Кузнецова Орлов Лебедева Морозов Зайцева Белов",
    "uk": "Шевчук Коваленко Бондар Мельник Лисенко Гончар",
    "ar": "الحربي منصور القحطاني حداد الزهراني عثمان",
    "he": "לוי פרידמן מזרחי אזולאי ברק שפירא",
    "hi": "शर्मा वर्मा गुप्ता नायर जोशी सिंह",
    "zh": "王 李 张 刘 陈 赵",
    "ja": "佐藤 鈴木 高橋 渡辺 伊藤 中村",
    "ko": "김 이 박 최 정 강",
    "vi": "Nguyễn Trần Lê Phạm Hoàng Vũ",
    "id": "Santoso Wijaya Lestari Nugroho Hidayat Saputra",
}
_STREETS = {
    "en": "# Maple Avenue|# Station Road|Flat 2, # Mill Lane|#0 Orchard Street",
    "de": "Lindenstraße #|Am Mühlbach #|Goethestr. #a|Hauptstraße #",
    "fr": "# rue des Lilas|# bis avenue Jean Jaurès|# boulevard du Port",
    "es": "Calle Mayor #|Avenida del Puerto #, 2º B|Paseo de la Ribera #",
    "it": "Via Garibaldi #|Corso Umberto I #|Piazza Dante #",
    "pt": "Rua das Flores #|Avenida da Liberdade #|Travessa do Carmo #",
    "nl": "Kerkstraat #|Prinsengracht #-2|Molenweg #",
    "pl": "ul. Lipowa #/4|ul. Kościuszki #|al. Jana Pawła II #",
    "sv": "Storgatan #|Kungsgatan # B",
    "da": "Nørregade #|Vestergade #, 3. tv",
    "fi": "Mannerheimintie # A 4|Koulukatu #",
    "cs": "Dlouhá #|Nádražní #/12",
    "tr": "Atatürk Caddesi No: #|Gül Sokak No: # Daire: 3",
    "ru": "ул. Садовая, д. #|пр. Мира, д. #, кв. 5",
    "uk": "вул. Садова, буд. #|просп. Перемоги, буд. #, кв. 7",
    "ar": "شارع الملك فهد، مبنى #|شارع النخيل #",
    "he": "רחוב הרצל #|שדרות רוטשילד #",
    "hi": "# एम जी रोड|मकान नंबर #, गांधी नगर",
    "zh": "中山路#号|人民大街#号3单元",
    "ja": "中央2丁目#-3|本町#-5",
    "ko": "세종대로 #|중앙로 #길 5",
    "vi": "# Lê Lợi|# Nguyễn Huệ",
    "id": "Jl. Merdeka No. #|Jl. Sudirman Kav. #",
}
_TOWNS = {
    "en": "Leeds LS1 4DY|Springfield, IL 62704|Portland, OR 97205",
    "de": "50674 Köln|04109 Leipzig|8010 Graz",
    "fr": "69003 Lyon|44000 Nantes|1003 Lausanne",
    "es": "46003 Valencia|41001 Sevilla|28013 Madrid",
    "it": "40121 Bologna|10128 Torino|90133 Palermo",
    "pt": "4050-262 Porto|1250-096 Lisboa|01310-100 São Paulo",
    "nl": "3512 JE Utrecht|9712 HN Groningen",
    "pl": "30-001 Kraków|61-809 Poznań",
    "sv": "411 38 Göteborg|753 20 Uppsala",
    "da": "8000 Aarhus C|5000 Odense C",
    "fi": "33100 Tampere|20100 Turku",
    "cs": "602 00 Brno|301 00 Plzeň",
    "tr": "34710 Kadıköy/İstanbul|06420 Çankaya/Ankara",
    "ru": "г. Казань, 420111|г. Пермь, 614000",
    "uk": "м. Львів, 79008|м. Одеса, 65026",
    "ar": "الرياض 12211|جدة 23431",
    "he": "תל אביב 6688101|חיפה 3303139",
    "hi": "पुणे 411001|जयपुर 302001",
    "zh": "上海市黄浦区|成都市武侯区",
    "ja": "札幌市中央区|横浜市西区",
    "ko": "서울 중구|부산 해운대구",
    "vi": "Quận 1, TP. Hồ Chí Minh|Hải Châu, Đà Nẵng",
    "id": "Bandung 40115|Surabaya 60271",
}
_LATIN = {
    "ru": "anna dmitry olga sergey maria pavel kuznetsova orlov",
    "uk": "oksana taras iryna bohdan shevchuk kovalenko bondar",
    "ar": "layla ahmed fatima yousef mansour haddad khaled",
    "he": "noa yonatan michal itai levi friedman barak",
    "hi": "anita rahul priya vikas sharma verma gupta",
    "zh": "wei fang xiaoming jianguo wang li zhang",
    "ja": "hanako taro misaki kenichi sato suzuki",
    "ko": "minjun seoyeon jihoon haeun kim park",
}


def _ascii_only(name: str) -> str:
    """Return a name as it stands in a mail address."""
    plain = name.lower().translate(str.maketrans("łøıß", "lois"))
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()


_GIVEN["code"], _FAMILY["code"], _STREETS["code"], _TOWNS["code"] = (
    each["en"] for each in (_GIVEN, _FAMILY, _STREETS, _TOWNS)
)
GIVEN = {lang: names.split() for lang, names in _GIVEN.items()}
FAMILY = {lang: names.split() for lang, names in _FAMILY.items()}
STREETS = {lang: streets.split("|") for lang, streets in _STREETS.items()}
TOWNS = {lang: towns.split("|") for lang, towns in _TOWNS.items()}
LATIN = {
    lang: _LATIN[lang].split()
    if lang in _LATIN
    else [_ascii_only(name) for name in GIVEN[lang] + FAMILY[lang]]
    for lang in _GIVEN
}
