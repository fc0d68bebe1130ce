"""A believable shop for the demo: 200 cards of household goods and three months of reports.

Accruals and settlements of these months are in `demo_settlement`, goods at Ozon in `demo_goods`.

Deterministic: the same months give the same figures. It has everything that makes such books hard:
archived cards, several SKUs of one card, one name on two cards, awkward articles, a SKU at several
prices, rows with a sale and a return, a month in which more points came back than were earned, and
one with more points than fee.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from random import Random

from .demo_goods import BOOKED, demo_goods
from .demo_settlement import demo_finance
from .figures import KOPECK, Side, card, report, row
from .postings import with_company
from .seller import Seller

MOSCOW = timezone(timedelta(hours=3))

# Name, start of the article, price in roubles, Ozon's share of the price.
GOODS = (
    ("Кружка керамическая 350 мл", "КР-350", 490, "0.19"),
    ("Тарелка обеденная 26 см", "TAR26", 640, "0.19"),
    ("Салатник глубокий 1,2 л", "SAL 12", 790, "0.19"),
    ("Сковорода с антипригарным покрытием 24 см", "SKV-24", 1890, "0.17"),
    ("Кастрюля эмалированная 3 л", "каст_3", 2150, "0.17"),
    ("Набор контейнеров для еды, 5 шт.", "CONT5", 870, "0.21"),
    ("Бутылка для воды спортивная 750 мл", "btl:750", 560, "0.22"),
    ("Термос вакуумный 1 л", "TRM-1000", 1690, "0.20"),
    ("Доска разделочная бамбуковая", "DSK bamboo", 730, "0.19"),
    ("Нож кухонный поварской 20 см", "НОЖ-20", 1240, "0.18"),
    ("Полотенце махровое 70×140 см", "POL70", 690, "0.23"),
    ("Комплект постельного белья двуспальный", "KPB-2", 3290, "0.23"),
    ("Плед флисовый 150×200 см", "плед 150", 1150, "0.23"),
    ("Подушка ортопедическая с памятью", "PDSH-M", 2490, "0.22"),
    ("Шторы блэкаут 200×260 см, 2 шт.", "SHT_260", 3870, "0.22"),
    ("Скатерть водоотталкивающая 140×180 см", "SKT140", 980, "0.22"),
    ("Коврик для ванной противоскользящий", "KVR-b", 830, "0.21"),
    ("Корзина для белья складная", "КОРЗ-С", 1060, "0.21"),
    ("Органайзер для косметики настольный", "ORG 07", 920, "0.21"),
    ("Вешалки бархатные, 20 шт.", "VSH20", 1080, "0.21"),
    ("Светильник настольный светодиодный", "LAMP-LED", 1740, "0.16"),
    ("Гирлянда светодиодная 10 м", "гирл_10", 540, "0.18"),
    ("Часы настенные бесшумные 30 см", "CLK30", 1320, "0.18"),
    ("Зеркало косметическое с подсветкой", "MIR-L", 1480, "0.18"),
    ("Рюкзак городской 20 л", "RKZ 20L", 2790, "0.20"),
    ("Зонт складной автоматический", "ЗОНТ-А", 1390, "0.20"),
    ("Фартук кухонный хлопковый", "FRT-01", 590, "0.22"),
    ("Прихватка силиконовая, 2 шт.", "PRH2", 390, "0.22"),
    ("Форма для выпечки силиконовая", "FRM:12", 610, "0.20"),
    ("Весы кухонные электронные до 5 кг", "VES-5", 1180, "0.15"),
    ("Чайник заварочный стеклянный 800 мл", "чай 800", 970, "0.19"),
    ("Френч-пресс 600 мл", "FP600", 1090, "0.19"),
    ("Подставка под горячее пробковая, 4 шт.", "PDST4", 430, "0.20"),
    ("Сушилка для посуды двухъярусная", "SUSH-2", 1980, "0.19"),
    ("Мусорное ведро с педалью 12 л", "ВЕДРО-12", 1870, "0.19"),
    ("Швабра с отжимом и ведром", "SHVB-K", 2380, "0.18"),
    ("Салфетки из микрофибры, 10 шт.", "MKF10", 470, "0.21"),
    ("Ёршик для бутылок с длинной ручкой", "ёрш-1", 290, "0.22"),
    ("Горшок для цветов с поддоном 3 л", "GRSH 3", 680, "0.21"),
    ("Лейка для комнатных растений 1,5 л", "LEIKA15", 620, "0.21"),
)
COLOURS = (
    ("белый", "white"),
    ("серый", "grey"),
    ("зелёный", "green"),
    ("синий", "синий"),
    ("бежевый", "BG"),
)

# The number of products sold in the first, second and third month.
PRODUCTS = (90, 100, 120)
RARE = 3
GONE = 4  # products that are no longer sold, but come back
# The largest share of a unit's price paid with points, and the share of units with points.
Points = tuple[str, float]
NO_POINTS: Points = ("0", 0.0)
USUAL_POINTS: Points = ("0.24", 0.6)
MANY_POINTS: Points = ("0.42", 0.9)


def demo_seller(
    client_id: str, api_key: str, months: list[tuple[int, int]] | None = None
) -> Seller:
    """The shop with reports for these (year, month) in order; default: the last three closed.

    With three months or more, the first has no points on sales while some come back with returns,
    the second has more points than fee, and from the fourth on three products are sold that no
    other month has.
    """
    random = Random(2026)
    shop = _cards(random)
    reports = _reports(random, shop, months or last_closed_months())
    cards = [one for one, _ratio in shop]
    finance = demo_finance(reports)
    bought = Counter()
    for rows in finance.buyouts.values():
        for one in rows:
            bought[int(one["sku"])] += one["quantity"]
    seller = Seller(
        client_id=client_id,
        api_key=api_key,
        cards=cards,
        reports=reports,
        finance=finance,
        goods=demo_goods(reports, bought),
    )
    last = list(reports)[-1]
    # In the last month one of the buyers is a company.
    seller.postings[last], seller.company_sales[last] = with_company(
        reports[last], 0, f"{last[1]:02}17", "ООО «Гостиница у моря»", "2320000019"
    )
    return seller


def seller_of_many_cards(client_id: str, api_key: str, count: int) -> Seller:
    """A seller with this number of plain cards, a few of them archived, and no reports yet."""
    cards = [
        card(10_000 + number, 500_000 + number, archived=number % 50 == 0)
        for number in range(count)
    ]
    return Seller(client_id=client_id, api_key=api_key, cards=cards)


def last_closed_months(now: datetime | None = None) -> list[tuple[int, int]]:
    """The three months before the current one, in Moscow, oldest first."""
    today = (now or datetime.now(timezone.utc)).astimezone(MOSCOW)
    current = today.year * 12 + today.month - 1
    return [(month // 12, month % 12 + 1) for month in range(current - 3, current)]


def _cards(random: Random) -> list[tuple[dict, Decimal]]:
    """All cards in a shuffled order, each with Ozon's share of its price."""
    shop = []
    for place, (good, article, price, ratio) in enumerate(GOODS):
        for variant, (colour, code) in enumerate(COLOURS):
            number = place * len(COLOURS) + variant
            sku = 1_595_200_000 + number * 1373
            built = card(
                product_id=904_100_000 + number * 211,
                sku=sku,
                offer_id=f"{article} {code}" if number % 3 else f"{article}-{code}",
                # The last two colours of a few products differ in their articles only.
                name=good if place % 13 == 0 and variant > 2 else f"{good}, {colour}",
                barcodes=(f"OZN{sku}", f"460{7_000_000_000 + number * 37}")[: 1 + number % 2],
                price=f"{price + 10 * variant}.00",
                archived=number % 17 == 16,
                # Older cards sell under another SKU from Ozon's warehouse.
                more_skus=(sku + 1,) if number % 19 == 0 else (),
            )
            shop.append((built, Decimal(ratio)))
    random.shuffle(shop)
    return shop


def _reports(random: Random, shop, months: list[tuple[int, int]]) -> dict:
    """The reports by month; see `demo_seller`."""
    points = [NO_POINTS, MANY_POINTS] if len(months) > 2 else []
    reports = {}
    for place, month in enumerate(months):
        goods, gone = shop[: PRODUCTS[place % len(PRODUCTS)]], []
        if place >= BOOKED:
            goods = [*goods[:-RARE], *_rare(shop)]
        elif place:
            first = GONE * place
            gone = goods[first : first + GONE]
            goods = goods[:first] + goods[first + GONE :]
        of_month = points[place] if place < len(points) else USUAL_POINTS
        rows = [*_rows_of_month(random, goods, of_month), *_late_returns(random, gone)]
        reports[month] = report(rows, *month)
    return reports


def _rare(shop) -> list[tuple[dict, Decimal]]:
    """Cards on sale that no other month has; they come after the cards of all other months."""
    on_sale = [one for one in shop[max(PRODUCTS) :] if not one[0]["is_archived"]]
    return on_sale[:RARE]


def _rows_of_month(random: Random, goods, points: Points) -> list[dict]:
    """Sales of these goods, some at several prices, and the usual few returns."""
    rows = []
    for place, (one, ratio) in enumerate(goods):
        full_price = Decimal(one["price"])
        for step in range(random.choice([1, 1, 2, 3])):
            price = full_price - 20 * step
            units = random.choice([1, 2, 3, 5, 8, random.randint(9, 40)])
            sold = _side(random, price, units, points)
            came_back = place % 11 == 0 and step == 0
            returned = _side(random, price, 1) if came_back else None
            rows.append(_row(one, price, ratio, sold=sold, returned=returned))
        if place % 7 == 3:
            rows.append(_row(one, full_price, ratio, returned=_side(random, full_price, 1)))
    return rows


def _late_returns(random: Random, goods) -> list[dict]:
    """Two units of each product, which were sold in earlier months."""
    rows = []
    for one, ratio in goods:
        price = Decimal(one["price"])
        rows.append(_row(one, price, ratio, returned=_side(random, price, 2)))
    return rows


def _row(one: dict, price: Decimal, ratio: Decimal, **sides: Side | None) -> dict:
    return row(
        sku=one["sku"],
        price=price,
        ratio=ratio,
        offer_id=one["offer_id"],
        name=one["name"],
        barcode=one["barcodes"][0],
        **sides,
    )


def _side(random: Random, price: Decimal, quantity: int, points: Points = USUAL_POINTS) -> Side:
    """Units sold with the discounts of a day: many with points, some paid by partners."""

    def per_unit(share: str, chance: float) -> Decimal:
        part = price * Decimal(share) * random.randint(1, 10) / 10
        return part.quantize(KOPECK) if random.random() < chance else Decimal(0)

    return Side(
        quantity=quantity,
        points=per_unit(*points),
        bank=per_unit("0.03", 0.4),
        stars=per_unit("0.02", 0.1),
        pick_up=per_unit("0.02", 0.15),
    )
